import { hasErrors } from "../../../grammar/diagnostic.ts";
import type { Clause, NetworkDeclaration, TrainDeclaration } from "../../../grammar/syntax.ts";
import { optimizers } from "../../definitions/optimizers/index.ts";
import { MODEL_VERSION, type Model } from "../../ir/model.ts";
import { kindNames } from "../bind-names.ts";
import type { Made, Work } from "../check.ts";
import { dataOf } from "../data/data-of.ts";
import { lint } from "../lints/lint.ts";
import type { DataFields } from "../network/data-fields.ts";
import { type ElaboratedNetwork, elaborateNetwork } from "../network/elaborate-network.ts";
import { readChosen } from "../options/read-nested.ts";
import { indexElements } from "../policy/element-index.ts";
import { PolicyReader } from "../policy/read-policy.ts";
import { fileScope, lookup } from "../scope.ts";
import { applyPolicies } from "./apply-policies.ts";
import { assembleNetwork } from "./assemble-network.ts";
import { checkTargets } from "./check-targets.ts";
import { readClauses } from "./read-clauses.ts";
import { readLoss, resolveLoss } from "./read-loss.ts";
import { readRun, soleArgument } from "./read-run.ts";

/** Checks a train block with everything it uses, and makes its model when nothing of it is in error. */
export function checkTrain(train: TrainDeclaration, work: Work): Made {
  const { root, session, context, params } = work;
  const { faults } = session;
  const scope = fileScope(root);
  const clauses = readClauses(train, session);
  const found = dataOf(clauses.data[0], root, session);
  const fields = loadFields(work, found);
  const elaborated = networkOf(clauses.network[0], fields, work);
  const optimizer = readOptimizer(clauses.optimizer[0], work);
  const written = clauses.loss[0] && readLoss(clauses.loss[0], scope, session);
  const run = readRun(clauses, context.run ?? {}, scope, session);
  const policies = new PolicyReader(session);
  const rules = clauses.policy.flatMap((clause) =>
    clause.arguments.flatMap(({ value }) => policies.readPolicy(value, scope)),
  );
  const { used } = policies;
  if (elaborated !== undefined) used.add(elaborated.declaration);
  if (found?.declaration) used.add(found.declaration);
  const data = found?.source;
  // A network that is not whole would make rules that are right select nothing.
  if (elaborated === undefined || elaborated.draft.broken) return { model: null, used };
  const index = indexElements(elaborated);
  const network = { name: elaborated.declaration.name.text, outputs: [...elaborated.outputs.keys()] };
  const loss = written && data && resolveLoss(written, network, data, session);
  const resolved = applyPolicies({ rules, index, optimizer, run, data, written, loss, session });
  if (written && loss && run && data) {
    checkTargets({ written, loss, run, fields, elaborated, clauses }, session);
  }
  if (!optimizer || !data || !loss || !run || hasErrors(faults.diagnostics)) return { model: null, used };
  const model: Model = {
    regnet: MODEL_VERSION,
    name: train.name.text,
    ...(train.doc === undefined ? {} : { doc: train.doc }),
    params,
    network: assembleNetwork(elaborated, index, resolved),
    data,
    loss,
    optimizer: optimizer.chosen,
    sites: resolved.sites,
    ...(resolved.removed.length > 0 && { removed: resolved.removed }),
    run,
  };
  lint({ model, index, policies: resolved, train: clauses, session });
  return { model, used };
}

/** Types of the data's fields, or null with what went wrong reported. */
function loadFields({ context, session }: Work, found: ReturnType<typeof dataOf>): DataFields {
  const { name, declaration } = found ?? { name: "data", declaration: null };
  const fields = found?.source?.fields ?? [];
  const targets = new Set(fields.filter(({ role }) => role === "target").map((field) => field.name));
  if (found?.source === undefined) return { name, declaration, types: null, targets };
  const loaded = context.fieldTypes(found.source);
  if (!("get" in loaded)) {
    session.faults.diagnostics.push(...loaded);
    return { name, declaration, types: null, targets };
  }
  return { name, declaration, types: loaded, targets };
}

function networkOf(
  clause: Clause | undefined,
  fields: DataFields,
  { root, session }: Work,
): ElaboratedNetwork | undefined {
  const value = clause && soleArgument(clause, "network Fashion(width: 32)", session);
  if (value === undefined) return undefined;
  const callee = value.kind === "call" ? value.callee : value;
  const name = session.written(callee);
  const scope = fileScope(root);
  const bound = callee.kind === "path" ? lookup(scope, name) : undefined;
  if (bound === undefined) {
    const networks = [...root.names].filter(([, { declaration }]) => declaration.kind === "network");
    const slots = { what: "network", name, known: networks.map(([known]) => known) };
    return session.faults.report("unknown-name", slots, callee.span);
  }
  const { declaration } = bound;
  if (declaration.kind !== "network") {
    const slots = { name, found: kindNames[declaration.kind], expected: "a network" };
    return session.faults.report("wrong-kind", slots, callee.span);
  }
  const given = value.kind === "call" ? value.arguments : [];
  const network: NetworkDeclaration = declaration;
  return elaborateNetwork(
    { declaration: network, scope: bound.scope },
    given,
    { span: value.span, scope },
    fields,
    session,
  );
}

function readOptimizer(clause: Clause | undefined, { root, session }: Work) {
  const value = clause && soleArgument(clause, "optimizer adamw(lr: 1e-3)", session);
  if (value === undefined) return undefined;
  const chosen = readChosen("optimizer", optimizers, value, fileScope(root), session);
  return chosen && { chosen, span: value.span };
}

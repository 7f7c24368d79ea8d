import type { Span } from "../../../grammar/source.ts";
import { isAffine } from "../../ir/is-affine.ts";
import type { Applied, Model, Parameter } from "../../ir/model.ts";
import type { NodeElement } from "../network/element.ts";
import type { ElementIndex } from "../policy/element-index.ts";
import type { ResolvedPolicies } from "../policy/resolve-policies.ts";
import { techniqueDefinitions } from "../policy/techniques.ts";
import type { Session } from "../session.ts";
import type { TrainClauses } from "../train/read-clauses.ts";

/** What a lint looks at: a model without errors, and where its parts were written. */
export interface Linted {
  readonly model: Model;
  readonly index: ElementIndex;
  readonly policies: ResolvedPolicies;
  readonly train: TrainClauses;
  readonly session: Session;
}

export type Lint = (linted: Linted) => void;

/** One clause of a policy with the parameters it reached. */
export interface Reach {
  readonly applied: Applied;
  readonly span: Span;
  readonly parameters: readonly Parameter[];
}

/** What reaches parameters, one entry for each place in the text: a lint speaks once of a rule. */
export function reaches(
  { model, policies }: Linted,
  concerns: (applied: Applied, parameter: Parameter) => boolean,
): readonly Reach[] {
  const bySpan = new Map<Span, { applied: Applied; span: Span; parameters: Parameter[] }>();
  for (const parameter of model.network.parameters) {
    for (const applied of parameter.policy) {
      const span = policies.spans.get(applied);
      if (span === undefined || !concerns(applied, parameter)) continue;
      const known = bySpan.get(span);
      if (known === undefined) bySpan.set(span, { applied, span, parameters: [parameter] });
      else known.parameters.push(parameter);
    }
  }
  return [...bySpan.values()];
}

export function idsOf(parameters: readonly Parameter[]): readonly string[] {
  return parameters.map(({ id }) => id);
}

/** As the spec writes it. */
export function spellingOf({ technique }: Applied): string {
  return techniqueDefinitions[technique]?.spelling ?? technique;
}

/** What reads each value, by the value's id. */
export function readersOf({ nodes }: ElementIndex): ReadonlyMap<string, readonly NodeElement[]> {
  const readers = new Map<string, NodeElement[]>();
  for (const element of nodes) {
    for (const input of element.node.inputs) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [element]);
      else known.push(element);
    }
  }
  return readers;
}

export function hasBatchNorm(nodes: readonly NodeElement[]): boolean {
  return nodes.some(({ type }) => type === "batch_norm");
}

/** The affine nodes whose value only batch norms read, as it is: their scale and bias have no effect (F-15, F-17). */
function normalizedNodes({ model, index }: Linted): ReadonlySet<NodeElement> {
  const readers = readersOf(index);
  const byId = new Map(index.nodes.map((element) => [element.node.id, element]));
  const seen = new Set(model.network.outputs.map(({ value }) => value));
  // A penalty on the value sees its scale and bias, and behind a dropout a bias is no constant any more.
  for (const { at } of model.sites) {
    if (at.site === "activation") seen.add(at.value);
    if (at.site === "before") for (const { id } of byId.get(at.node)?.inputs ?? []) seen.add(id);
  }
  return new Set(
    index.nodes.filter(({ node, parameters }) => {
      if (!isAffine(parameters.map(({ parameter }) => parameter.role))) return false;
      const own = readers.get(node.id) ?? [];
      return own.length > 0 && !seen.has(node.id) && own.every(({ type }) => type === "batch_norm");
    }),
  );
}

/** The parameters of nodes that only batch norms read, however often they are used. */
export function normalizedParameters(linted: Linted): ReadonlySet<string> {
  const { nodes, parameters } = linted.index;
  if (!hasBatchNorm(nodes)) return new Set();
  const normalized = normalizedNodes(linted);
  return new Set(
    parameters
      .filter(({ owners }) => owners.every((owner) => owner.kind === "group" || normalized.has(owner)))
      .map(({ parameter }) => parameter.id),
  );
}

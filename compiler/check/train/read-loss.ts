import type { Argument, Clause } from "../../../grammar/syntax.ts";
import type { LossDefinition } from "../../definitions/loss.ts";
import { losses } from "../../definitions/losses/index.ts";
import type { DataSource, Loss, Options } from "../../ir/model.ts";
import { readOptions } from "../options/read-options.ts";
import { type Scope, wordOf } from "../scope.ts";
import type { Session } from "../session.ts";
import { soleArgument } from "./read-run.ts";

const definitions: Readonly<Record<string, LossDefinition>> = losses;

/** A loss as written, before its names are looked up. */
export interface WrittenLoss {
  readonly definition: LossDefinition;
  readonly options: Options;
  readonly prediction: Argument;
  /** Absent when one name stands for both. */
  readonly target?: Argument;
  readonly clause: Clause;
}

/** `cross_entropy(logits, label)`, `mse(y)` */
export function readLoss(clause: Clause, scope: Scope, session: Session): WrittenLoss | undefined {
  const value = soleArgument(clause, "loss cross_entropy(logits, label)", session);
  if (value === undefined) return undefined;
  const callee = value.kind === "call" ? value.callee : value;
  const name = session.written(callee);
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) {
    const slots = { what: "loss", name, known: Object.keys(definitions) };
    return session.faults.report("unknown-definition", slots, callee.span);
  }
  const given = value.kind === "call" ? value.arguments : [];
  const names = given.filter((argument) => argument.name === undefined);
  const [prediction, target] = names;
  if (
    prediction === undefined ||
    names.length > 2 ||
    !names.every((name) => wordOf(name.value) !== undefined)
  ) {
    return session.faults.report("bad-loss", { loss: name }, value.span);
  }
  const named = given.filter((argument) => argument.name !== undefined);
  const options = readOptions(definition, named, { span: value.span, scope }, session);
  return options && { definition, options, prediction, target, clause };
}

/** Looks up the output and the field that a loss compares. */
export function resolveLoss(
  { definition, options, prediction, target }: WrittenLoss,
  network: { readonly name: string; readonly outputs: readonly string[] },
  data: DataSource,
  session: Session,
): Loss | undefined {
  const { faults } = session;
  const output = wordOf(prediction.value)!;
  if (!network.outputs.includes(output)) {
    const slots = { network: network.name, name: output, known: network.outputs };
    return faults.report("unknown-output", slots, prediction.span);
  }
  const found = (name: string): Loss => ({
    name: definition.name,
    options,
    prediction: output,
    target: name,
  });
  const fields = data.fields.map(({ name }) => name);
  if (target !== undefined) {
    const name = wordOf(target.value)!;
    if (fields.includes(name)) return found(name);
    return faults.report("unknown-field", { data: data.name, name, known: fields }, target.span);
  }
  const targets = data.fields.filter(({ role }) => role === "target").map(({ name }) => name);
  if (targets.includes(output)) return found(output);
  if (targets.length === 1) return found(targets[0]!);
  return faults.report("ambiguous-target", { name: output, targets }, prediction.span);
}

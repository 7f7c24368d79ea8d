import { checkedOptions } from "../compiler/definitions/option-spec.ts";
import type { FieldType, LoadedField, Model } from "../compiler/ir/model.ts";
import { definitionOf } from "../compiler/synthesize/definition-of.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import { diagnose } from "./diagnostics/diagnose.ts";

/**
 * Whether data that was loaded is what a model was made for. A spec is checked against its data as it is
 * compiled; a model document, and the data of a later evaluation, are checked here.
 */
export function checkFields(model: Model, fields: Readonly<Record<string, LoadedField>>): Diagnostic[] {
  const inputs = model.network.inputs.flatMap(
    (input) => problemOf(input.field, input, fields[input.field]) ?? [],
  );
  const target = fields[model.loss.target];
  return [...inputs, ...(problemOfTarget(model, target) ?? [])];
}

function problemOf(field: string, wanted: FieldType, given: LoadedField | undefined): Diagnostic[] | null {
  if (given === undefined) return [refuse(field, "the data has no field of this name")];
  const [expected, found] = [typeText(wanted), typeText(given)];
  return expected === found ? null : [refuse(field, `the network takes ${expected}, and it is ${found}`)];
}

function problemOfTarget({ network, loss }: Model, given: LoadedField | undefined): Diagnostic[] | null {
  if (given === undefined) return [refuse(loss.target, "the data has no field of this name")];
  const output = network.outputs.find(({ name }) => name === loss.prediction);
  const value = output?.value;
  const prediction = [...network.inputs, ...network.nodes].find(({ id }) => id === value);
  if (prediction === undefined) return null;
  const problem = definitionOf.loss(loss.name).check(prediction, given, checkedOptions(loss.options));
  return problem === null ? null : [refuse(loss.target, problem.problem)];
}

function refuse(field: string, problem: string): Diagnostic {
  return diagnose("fields-do-not-fit", { field, problem }, null);
}

function typeText({ dtype, shape }: FieldType): string {
  return `${dtype}[${shape.join(", ")}]`;
}

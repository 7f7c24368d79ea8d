import type { LayerDefinition, ParameterRequest, ShapeProblem } from "../../definitions/layer.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import type { FieldType, Options } from "../../ir/model.ts";

export interface InferredNode {
  readonly output: FieldType;
  readonly parameters: readonly ParameterRequest[];
}

/** What a layer makes of its inputs, and which parameters it needs for that; or why it cannot. */
export function inferNode(
  layer: LayerDefinition,
  inputs: readonly FieldType[],
  options: Options,
): InferredNode | ShapeProblem {
  const checked = checkedOptions(options);
  const output = layer.infer(inputs, checked);
  return "problem" in output ? output : { output, parameters: layer.parameters(inputs, checked) };
}

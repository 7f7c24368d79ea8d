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
  if ("problem" in output) return output;
  // A layer may give back an input as it is, with whatever else the caller keeps on it.
  const { shape, dtype } = output;
  return { output: { shape, dtype }, parameters: layer.parameters(inputs, checked) };
}

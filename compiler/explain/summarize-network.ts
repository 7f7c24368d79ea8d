import type { Model } from "../ir/model.ts";
import { sizeOf } from "../program/nd-array.ts";
import { formatType } from "../program/shape.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import type { LayerRow, NetworkSummary } from "./explanation.ts";
import { writeCall } from "./write-option.ts";

export function summarizeNetwork({ network }: Model): NetworkSummary {
  const sizes = new Map(network.parameters.map(({ id, shape }) => [id, sizeOf(shape)]));
  const seen = new Set<string>();
  const layers = network.nodes.map(({ id, layer, options, shape, parameters }): LayerRow => {
    const fresh = Object.values(parameters).filter((parameter) => !seen.has(parameter));
    for (const parameter of fresh) seen.add(parameter);
    const size = fresh.reduce((sum, parameter) => sum + (sizes.get(parameter) ?? 0), 0);
    return { id, call: writeCall(definitionOf.layer(layer), options), shape, size };
  });
  const total = (trainable: boolean) =>
    network.parameters
      .filter((parameter) => parameter.trainable === trainable)
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return {
    name: network.name,
    doc: network.doc ?? null,
    inputs: network.inputs.map((input) => ({ id: input.id, field: input.field, type: formatType(input) })),
    layers,
    outputs: network.outputs,
    trained: total(true),
    observed: total(false),
  };
}

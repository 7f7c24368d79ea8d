import type { Model, Parameter } from "../ir/model.ts";
import { effectsOf } from "./effects.ts";

/**
 * The trainable parameters that the loss depends on: through the network, or through a penalty of their own. The
 * others have an ABSENT gradient, which is not a gradient of zero: neither moments nor decay may act (N-15, L-20).
 */
export function updatedParameters(model: Model): readonly Parameter[] {
  const { network } = model;
  const reached = new Set(
    network.outputs.filter(({ name }) => name === model.loss.prediction).map(({ value }) => value),
  );
  const nodes = new Map(network.nodes.map((node) => [node.id, node]));
  for (const { applied } of effectsOf(model.sites, "activity-penalty")) {
    if (applied.at.site === "activation") reached.add(applied.at.value);
    const { at } = applied;
    if (at.site === "before") reached.add(nodes.get(at.node)!.inputs[at.input]!);
  }
  const used = new Set<string>();
  for (const node of network.nodes.toReversed()) {
    if (!reached.has(node.id)) continue;
    for (const input of node.inputs) reached.add(input);
    for (const id of Object.values(node.parameters)) used.add(id);
  }
  return network.parameters.filter(
    ({ id, trainable, policy }) => trainable && (used.has(id) || effectsOf(policy, "penalty").length > 0),
  );
}

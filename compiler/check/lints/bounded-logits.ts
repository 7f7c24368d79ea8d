import type { LayerDefinition } from "../../definitions/layer.ts";
import { layers } from "../../definitions/layers/index.ts";
import type { LossDefinition } from "../../definitions/loss.ts";
import { losses } from "../../definitions/losses/index.ts";
import type { Lint } from "./linted.ts";

const layerDefinitions: Readonly<Record<string, LayerDefinition>> = layers;
const lossDefinitions: Readonly<Record<string, LossDefinition>> = losses;

/** What a value passes as it is. */
const transparent: ReadonlySet<string> = new Set(["identity", "flatten", "reshape"]);

/** A loss that takes logits behind a layer that limits what they can be (T13): the layer it applies, or another. */
export const boundedLogits: Lint = ({ model, index, train, session }) => {
  const { applies } = lossDefinitions[model.loss.name]!;
  const clause = train.loss[0];
  if (applies === undefined || clause === undefined) return;
  const byId = new Map(index.nodes.map((element) => [element.node.id, element]));
  let last = byId.get(index.outputs.get(model.loss.prediction)?.id ?? "");
  while (last !== undefined && transparent.has(last.type)) last = byId.get(last.node.inputs[0]!);
  if (last === undefined) return;
  const layer = last.type;
  const gives = layerDefinitions[layer]?.gives;
  const [applied, ...unchanging] = applies;
  // softmax(log_softmax(z)) = softmax(z): needless, and right.
  if (gives === undefined || unchanging.some((name) => name === layer)) return;
  const slots = { layer, gives, loss: model.loss.name, applied };
  session.faults.report("bounded-logits", slots, last.span, [{ span: clause.span, text: "takes logits" }]);
};

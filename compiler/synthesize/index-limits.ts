import { checkedOptions } from "../definitions/option-spec.ts";
import type { Model, Node } from "../ir/model.ts";
import { definitionOf } from "./definition-of.ts";

/** Whole numbers from 0 to `below` - 1, because `node` chooses by them. */
export interface IndexLimit {
  readonly below: number;
  /** The layer whose table has that many rows, or that gives that many logits. */
  readonly node: string;
}

/**
 * What bounds each data field of whole numbers: the smallest table that an input looks rows up in, and for labels the
 * number of logits. Kernels trust indices, so whoever reads data holds it against these limits.
 */
export function indexLimits(model: Model): ReadonlyMap<string, IndexLimit> {
  const limits = new Map<string, IndexLimit>();
  // Whole numbers are only ever moved (`reshape`, `concat`), so each of them is one of an input.
  const fields = new Map(model.network.inputs.map(({ id, field }) => [id, [field]]));
  for (const node of model.network.nodes) {
    const read = node.inputs.flatMap((id) => fields.get(id) ?? []);
    if (node.dtype === "i32") fields.set(node.id, read);
    const below = definitionOf.layer(node.layer).rows?.(checkedOptions(node.options));
    if (below === undefined) continue;
    for (const field of read) {
      if (below < (limits.get(field)?.below ?? Number.POSITIVE_INFINITY)) {
        limits.set(field, { below, node: node.id });
      }
    }
  }
  const label = labelLimit(model);
  if (label !== null) limits.set(model.loss.target, label);
  return limits;
}

function labelLimit({ network, loss }: Model): IndexLimit | null {
  const output = network.outputs.find(({ name }) => name === loss.prediction)?.value;
  const prediction: Node | undefined = network.nodes.find(({ id }) => id === output);
  if (prediction === undefined) return null;
  const target = definitionOf.loss(loss.name).batchTarget(prediction, checkedOptions(loss.options));
  return target.dtype === "i32" ? { below: prediction.shape.at(-1)!, node: prediction.id } : null;
}

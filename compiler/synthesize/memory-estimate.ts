import type { Model } from "../ir/model.ts";
import { sizeOf } from "../program/nd-array.ts";
import { averageSlots } from "./averages.ts";
import { optimizerSlots } from "./slots.ts";

/** Numbers that training learns; moving statistics are not among them. */
export function parameterCount({ network }: Model): number {
  return network.parameters
    .filter(({ trainable }) => trainable)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Bytes that one training step needs, roughly and rather too few: known before anything is allocated. */
export interface MemoryEstimate {
  /** Parameters, moving statistics and one gradient for each parameter. */
  readonly parameters: number;
  /** Of the optimizer and of averages. */
  readonly slots: number;
  /** Every node's output and its gradient, for the whole batch. */
  readonly activations: number;
  readonly total: number;
}

const BYTES = 4;

export function memoryEstimate(model: Model, batchSize: number): MemoryEstimate {
  const { network } = model;
  const held = network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const parameters = BYTES * (held + parameterCount(model));
  const kept = [...optimizerSlots(model), ...averageSlots(model)];
  const slots = BYTES * kept.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const perExample = [...network.inputs, ...network.nodes.flatMap((node) => [node, node])];
  const activations = BYTES * batchSize * perExample.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return { parameters, slots, activations, total: parameters + slots + activations };
}

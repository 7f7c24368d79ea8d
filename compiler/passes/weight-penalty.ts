/** Recognises the penalties on weights in the terms of a loss: s·Σw² and s·Σ|w|. */
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import { hostBinary, hostScalarOf } from "./host-scalars.ts";
import { eitherOrder, type ValueGraph } from "./value-graph.ts";

export interface WeightPenalty {
  readonly norm: "l1" | "l2";
  /** What is penalised; the whole tensor is summed over. */
  readonly weight: Value;
  /** A scalar of the host, so it cannot depend on the weight. */
  readonly strength: HostScalar;
  readonly origin: string;
}

/** The terms of a sum of scalars, in order. */
export function summands(graph: ValueGraph, total: Value): readonly Value[] {
  const terms: Value[] = [];
  // Not by recursion: a network may have more penalties than the call stack has room.
  const pending = [total];
  while (pending.length > 0) {
    const next = pending.pop()!;
    const operands = graph.operands(next, "add");
    if (operands === null) terms.push(next);
    else pending.push(...operands.toReversed());
  }
  return terms;
}

export function weightPenalty(graph: ValueGraph, term: Value): WeightPenalty | null {
  const scaled = eitherOrder(graph.operands(term, "mul"), (factor, rest) => {
    const strength = hostScalarOf(graph, factor);
    const penalty = strength === null ? null : weightPenalty(graph, rest);
    return strength === null || penalty === null
      ? null
      : { ...penalty, strength: hostBinary("mul", strength, penalty.strength) };
  });
  return scaled ?? unscaledPenalty(graph, term);
}

function unscaledPenalty(graph: ValueGraph, term: Value): WeightPenalty | null {
  const sum = graph.made(term, "reduce_sum");
  if (sum === null) return null;
  const { origin } = sum;
  const [a, b] = graph.operands(sum.inputs[0]!, "mul") ?? [];
  if (a !== undefined && a.id === b?.id) return { norm: "l2", weight: a, strength: 1, origin };
  const weight = graph.operands(sum.inputs[0]!, "abs")?.[0];
  return weight === undefined ? null : { norm: "l1", weight, strength: 1, origin };
}

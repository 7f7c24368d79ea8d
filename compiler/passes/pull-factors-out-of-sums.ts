import type { Builder } from "../program/builder.ts";
import type { InstructionOf, Value } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { countingPass } from "./counting-pass.ts";
import { eitherOrder, type ValueGraph } from "./value-graph.ts";

type Sum = InstructionOf<"reduce_sum">;

/**
 * Σ(-x) is -Σx, and Σ(x·c) is (Σx)·c where c is the same for all cells that are added. The backward pass of a
 * normalization sums one gradient three times, each time negated or scaled per channel; this way it is one sum.
 */
export const pullFactorsOutOfSums = countingPass({
  name: "pull-factors-out-of-sums",
  reason:
    "What is only summed need not be stored, and sums become equal; after differentiation, before equal computations are shared.",
  ops: ["reduce_sum"],
  replaceIn:
    (graph) =>
    (instruction, { builder, renamed }) => {
      if (instruction.op !== "reduce_sum") return null;
      const sum = pull(graph, instruction, instruction.inputs[0]!, builder, renamed);
      return sum === null ? null : [sum];
    },
  text: (count) => `${count} sums are taken before the sign or the factor per channel`,
});

/** The sum of `x` with its outermost factors pulled out; null where there are none. */
function pull(
  graph: ValueGraph,
  sum: Sum,
  x: Value,
  b: Builder,
  renamed: (old: Value) => Value,
): Value | null {
  const { axes, keepDims } = sum.attributes;
  const sumOf = (y: Value) =>
    pull(graph, sum, y, b, renamed) ?? b.emit("reduce_sum", [renamed(y)], sum.attributes);
  const negated = graph.operands(x, "neg")?.[0];
  if (negated !== undefined && isWorthIt(graph, sum, x, negated)) return b.neg(sumOf(negated));
  return eitherOrder(graph.operands(x, "mul"), (y, factor) => {
    const alike = withLeadingOnes(factor.shape, x.shape.length);
    if (!sameShape(y.shape, x.shape) || axes.some((axis) => alike[axis] !== 1)) return null;
    if (!isWorthIt(graph, sum, x, y)) return null;
    const kept = keepDims ? alike : alike.filter((_, axis) => !axes.includes(axis));
    return b.mul(sumOf(y), factor.shape.length === 0 ? renamed(factor) : b.reshape(renamed(factor), kept));
  });
}

/** Else both the product and its operand would have to be stored. */
function isWorthIt(graph: ValueGraph, sum: Sum, product: Value, operand: Value): boolean {
  if (graph.soleUser(product) !== null) return true;
  return graph.users(operand).some((user) => user.op === "reduce_sum" && sameAxes(user, sum));
}

function sameAxes(a: Sum, b: Sum): boolean {
  return a.attributes.keepDims === b.attributes.keepDims && sameShape(a.attributes.axes, b.attributes.axes);
}

function withLeadingOnes(shape: readonly number[], rank: number): readonly number[] {
  return [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
}

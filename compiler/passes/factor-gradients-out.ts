import type { Builder } from "../program/builder.ts";
import type { Instruction, Value } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { countingPass } from "./counting-pass.ts";
import type { ValueGraph } from "./value-graph.ts";

/**
 * g·a + g·b is g·(a + b). The derivative of a function such as gelu is a sum that shares the gradient from behind; with
 * that outside, what is left is known in the forward pass, and of all its parts only their sum is stored until then.
 */
export const factorGradientsOut = countingPass({
  name: "factor-gradients-out",
  reason:
    "The forward loop then stores one derivative in place of its parts; after equal computations are shared, before loops are fused.",
  ops: ["add"],
  replaceIn:
    (graph) =>
    (instruction, { builder, renamed }) => {
      const found = findShared(graph, instruction);
      if (found === null) return null;
      const [a, b] = found.rests.map((rest) => product(builder, rest.map(renamed))) as [Value, Value];
      return [builder.mul(renamed(found.shared), builder.add(a, b))];
    },
  text: (count) => `${count} derivatives are stored in one piece`,
});

interface Shared {
  /** The factor of both products. */
  readonly shared: Value;
  /** Their other factors. */
  readonly rests: readonly [readonly Value[], readonly Value[]];
}

/** The last factor that both products have, if the others do not wait for it and are more than numbers. */
function findShared(graph: ValueGraph, { inputs, outputs }: Instruction): Shared | null {
  const { shape } = outputs[0]!;
  if (!inputs.every((input) => isProduct(graph, input, shape))) return null;
  const [first, second] = inputs.map((input) => factorsOf(graph, input, shape)) as [Value[], Value[]];
  const isWhole = (value: Value) => sameShape(value.shape, shape);
  const shared = first
    .filter((factor) => isWhole(factor) && second.includes(factor))
    .reduce<Value | null>(
      (last, each) => (last === null || madeAt(graph, each) > madeAt(graph, last) ? each : last),
      null,
    );
  if (shared === null) return null;
  const rests = [without(first, shared), without(second, shared)] as const;
  if (!rests.every((rest) => rest.some(isWhole))) return null;
  return waitsFor(graph, rests.flat(), shared) ? null : { shared, rests };
}

/** Where in the program; -1 for an input. */
function madeAt(graph: ValueGraph, value: Value): number {
  return graph.positionOf(value) ?? -1;
}

/** How far to look for what a factor is made of. */
const MOST = 64;

/** Whether one of the values is computed from the source, or too many would have to be looked at. */
function waitsFor(graph: ValueGraph, values: readonly Value[], source: Value): boolean {
  const from = madeAt(graph, source);
  const pending = [...values];
  for (let looked = 0; pending.length > 0; looked++) {
    const value = pending.pop()!;
    if (value === source || looked === MOST) return true;
    // What was made before it does not need it.
    if (madeAt(graph, value) > from) pending.push(...graph.producer(value)!.inputs);
  }
  return false;
}

/** The leaves of a tree of products that nothing else reads; the value itself where it is none. */
function factorsOf(graph: ValueGraph, value: Value, shape: readonly number[]): Value[] {
  if (!isProduct(graph, value, shape)) return [value];
  return graph.producer(value)!.inputs.flatMap((factor) => factorsOf(graph, factor, shape));
}

function isProduct(graph: ValueGraph, value: Value, shape: readonly number[]): boolean {
  return (
    graph.producer(value)?.op === "mul" && graph.soleUser(value) !== null && sameShape(value.shape, shape)
  );
}

function without(factors: readonly Value[], one: Value): readonly Value[] {
  const index = factors.indexOf(one);
  return factors.filter((_, position) => position !== index);
}

function product(b: Builder, [first, ...others]: readonly Value[]): Value {
  return others.reduce((made, factor) => b.mul(made, factor), first!);
}

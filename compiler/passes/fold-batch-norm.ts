import type { Builder } from "../program/builder.ts";
import { sizeOf } from "../program/nd-array.ts";
import type { Instruction, InstructionOf, Value } from "../program/program.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import { instructionsOf, markPrimitives } from "../program/wiring.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { eitherOrder, ValueGraph } from "./value-graph.ts";

const name = "fold-batch-norm";

type Linear = InstructionOf<"matmul"> | InstructionOf<"conv2d">;

interface Normalized {
  readonly x: Value;
  readonly centered: Value;
  readonly mean: Value;
  readonly scale: Value;
  readonly beta: Value | null;
}

/**
 * Batch normalization with moving statistics directly after a linear map becomes part of it (rule F-16):
 * W̃ = W·γ/√(σ²+ε), b̃ = β + (b - μ)·γ/√(σ²+ε). Never in training, where the statistics are the batch's or the
 * weights still move (N-10).
 */
export const foldBatchNorm: Pass = {
  name,
  reason:
    "With fixed statistics the normalization is one more factor on the kernel, which is smaller than the activation (F-16).",
  run(program) {
    if (!instructionsOf(program, "sub").some(isCentering)) return { program, notes: [] };
    const graph = ValueGraph.of(program);
    const isFixed = fixedValues(graph);
    const taker = new NoteTaker(name);
    const replace: Replace = (instruction, { builder, renamed }) => {
      const found = matchNormalized(graph, isFixed, instruction);
      const linear = found === null ? null : matchLinear(graph, found.x);
      if (found === null || linear === null) return null;
      const refusal = whyNot(graph, isFixed, found, linear);
      if (refusal !== null) {
        taker.take("refused", instruction.origin, `batch normalization stays as it is: ${refusal}`);
        return null;
      }
      const text = "batch normalization went into the kernel and bias of the linear map before it (F-16)";
      taker.take("rewrote", instruction.origin, text);
      const scale = renamed(found.scale);
      const mean = renamed(found.mean);
      const centered = linear.bias === null ? builder.neg(mean) : builder.sub(renamed(linear.bias), mean);
      const scaled = builder.mul(centered, scale);
      const shift = found.beta === null ? scaled : builder.add(scaled, renamed(found.beta));
      return [builder.add(scaledLinear(builder, linear.map, renamed, scale), shift)];
    };
    const rewritten = rewrite(program, replace, markPrimitives(program, ["add", "mul"]));
    return { program: rewritten, notes: taker.notes };
  },
};

/** (x - mean)·scale [+ beta], with vectors over the channels. A product that a beta follows is left to the sum. */
function matchNormalized(graph: ValueGraph, isFixed: IsFixed, instruction: Instruction): Normalized | null {
  if (instruction.op === "add")
    return eitherOrder(instruction.inputs, (scaled, beta) => {
      const product = graph.made(scaled, "mul");
      if (product === null || graph.soleUser(scaled) === null || beta.shape.length !== 1 || !isFixed(beta))
        return null;
      const found = matchScaled(graph, product.inputs);
      return found === null ? null : { ...found, beta };
    });
  if (instruction.op !== "mul") return null;
  const found = matchScaled(graph, instruction.inputs);
  const next = graph.soleUser(instruction.outputs[0]!);
  return found === null || (next !== null && matchNormalized(graph, isFixed, next) !== null) ? null : found;
}

function matchScaled(graph: ValueGraph, factors: readonly Value[]): Normalized | null {
  return eitherOrder(factors, (centered, scale) => {
    const centering = graph.producer(centered);
    if (centering === null || !isCentering(centering) || scale.shape.length !== 1) return null;
    const [x, mean] = centering.inputs as readonly [Value, Value];
    return { x, centered, mean, scale, beta: null };
  });
}

function isCentering({ op, inputs }: Instruction): boolean {
  return op === "sub" && inputs[0]!.shape.length >= 2 && inputs[1]!.shape.length === 1;
}

function matchLinear(
  graph: ValueGraph,
  x: Value,
): { readonly map: Linear; readonly bias: Value | null } | null {
  const biased = eitherOrder(graph.operands(x, "add"), (sum, bias) => {
    const map = linearMap(graph, sum);
    return map !== null && bias.shape.length === 1 ? { map, bias } : null;
  });
  if (biased !== null) return biased;
  const map = linearMap(graph, x);
  return map === null ? null : { map, bias: null };
}

function linearMap(graph: ValueGraph, value: Value): Linear | null {
  return graph.made(value, "matmul") ?? graph.made(value, "conv2d");
}

function whyNot(
  graph: ValueGraph,
  isFixed: IsFixed,
  { x, centered, mean, scale }: Normalized,
  { map, bias }: { readonly map: Linear; readonly bias: Value | null },
): string | null {
  if (!isFixed(mean) || !isFixed(scale)) return "its statistics are those of the batch (N-10)";
  if (graph.program.writes.length > 0) return "this program trains (N-10)";
  const kernel = map.inputs[1]!;
  if (!isFixed(kernel) || (bias !== null && !isFixed(bias)))
    return "what it follows is no linear map with fixed weights";
  if ([x, centered, map.outputs[0]!].some((value) => graph.soleUser(value) === null))
    return "something else reads the linear map's result";
  return sizeOf(kernel.shape) < sizeOf(x.shape)
    ? null
    : "scaling the kernel would cost more than scaling the activation";
}

/** Whether a value is computed from parameters and state alone: the same for every batch. */
type IsFixed = (value: Value) => boolean;

function fixedValues(graph: ValueGraph): IsFixed {
  const changing = graph.program.inputs.filter(
    ({ kind }) => kind === "batch" || kind === "key" || kind === "scalar",
  );
  let moving: ReadonlySet<number> | null = null;
  return ({ id }) => {
    moving ??= graph.computedFrom(changing.map(({ value }) => value));
    return !moving.has(id);
  };
}

function scaledLinear(b: Builder, map: Linear, renamed: (old: Value) => Value, scale: Value): Value {
  const [input, kernel] = map.inputs.map(renamed) as [Value, Value];
  if (map.op === "conv2d") return b.emit("conv2d", [input, b.mul(kernel, scale)], map.attributes);
  // A transposed kernel has its output units in rows.
  const { transposeA, transposeB } = map.attributes;
  const perUnit = transposeB ? b.reshape(scale, [...scale.shape, 1]) : scale;
  return b.matmul(input, b.mul(kernel, perUnit), transposeA, transposeB);
}

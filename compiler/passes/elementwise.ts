/** Which instructions a scalar kernel can hold, by the scalar operations that there are. */
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, Value } from "../program/program.ts";
import { binaryFunctions, comparisonFunctions, unaryFunctions } from "../program/scalar-functions.ts";
import type { MultiplyAddName, ScalarOperation } from "../program/scalar-kernel.ts";
import type { ValueGraph } from "./value-graph.ts";

export type ScalarName = Exclude<ScalarOperation["op"], "constant" | MultiplyAddName>;

const comparisonNames: ReadonlySet<PrimitiveName> = new Set(
  Object.keys(comparisonFunctions) as (keyof typeof comparisonFunctions)[],
);
const inlinedNames: ReadonlySet<PrimitiveName> = new Set([...comparisonNames, "constant", "broadcast"]);
const scalarNames: ReadonlySet<PrimitiveName> = new Set([
  ...(Object.keys(unaryFunctions) as (keyof typeof unaryFunctions)[]),
  ...(Object.keys(binaryFunctions) as (keyof typeof binaryFunctions)[]),
  ...comparisonNames,
  "select",
]);

export function isScalarName(op: PrimitiveName): op is ScalarName {
  return scalarNames.has(op);
}

/**
 * Made so cheaply that a kernel which reads the value makes it anew: constants, broadcasts, and comparisons of
 * f32 (their bool is no input or result of a kernel).
 */
export function isInlined({ op, inputs, outputs }: Instruction): boolean {
  if (!inlinedNames.has(op) || outputs[0]!.dtype === "i32") return false;
  return inputs.every(({ dtype }) => dtype === "f32");
}

/** Whether a kernel can compute the f32 value from f32 values and what is inlined. */
export function isFusible(graph: ValueGraph, instruction: Instruction): boolean {
  if (!isScalarName(instruction.op) && instruction.op !== "cast") return false;
  if (instruction.outputs[0]!.dtype !== "f32" || isInlined(instruction)) return false;
  const { inputs } = instruction;
  for (let i = 0; i < inputs.length; i++)
    if (inputs[i]!.dtype !== "f32" && inlinedProducer(graph, inputs[i]!) === null) return false;
  return true;
}

/** What a kernel that computes the instruction reads: its operands, seen through what is inlined. */
export function valuesRead(graph: ValueGraph, { inputs }: Instruction): readonly Value[] {
  for (let i = 0; i < inputs.length; i++)
    if (inlinedProducer(graph, inputs[i]!) !== null) return pushRead([], graph, inputs);
  return inputs;
}

function pushRead(read: Value[], graph: ValueGraph, inputs: readonly Value[]): readonly Value[] {
  for (let i = 0; i < inputs.length; i++) {
    const inlined = inlinedProducer(graph, inputs[i]!);
    if (inlined === null) read.push(inputs[i]!);
    else pushRead(read, graph, inlined.inputs);
  }
  return read;
}

function inlinedProducer(graph: ValueGraph, value: Value): Instruction | null {
  const producer = graph.producer(value);
  return producer !== null && isInlined(producer) ? producer : null;
}

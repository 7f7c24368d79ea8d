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

/** Whether each cell of the result is computed from the cells at its place. */
export function isElementwise(op: PrimitiveName): boolean {
  return isScalarName(op) || op === "cast";
}

/** What a scalar kernel can do with an instruction; 0 is nothing. */
const INLINED = 1;
const FUSIBLE = 2;

/** The instructions of a program as scalar kernels see them: settled once, for it is asked of each many times. */
export class ElementwiseView {
  /** By the position of an instruction. */
  private readonly roles: Uint8Array;

  constructor(readonly graph: ValueGraph) {
    const { instructions } = graph.program;
    this.roles = new Uint8Array(instructions.length);
    for (let position = 0; position < instructions.length; position++)
      this.roles[position] = this.roleOf(instructions[position]!);
  }

  /**
   * Whether the value of the instruction at this position is made so cheaply that a kernel which reads it makes it anew:
   * constants, broadcasts, and comparisons of f32 (their bool is no input or result of a kernel).
   */
  isInlined(position: number | null): boolean {
    return position !== null && this.roles[position] === INLINED;
  }

  /** Whether a kernel can compute the f32 value from f32 values and what is inlined. */
  isFusible(position: number | null): boolean {
    return position !== null && this.roles[position] === FUSIBLE;
  }

  /** What a kernel that computes the instruction reads: its operands, seen through what is inlined. */
  valuesRead({ inputs }: Instruction): readonly Value[] {
    for (let i = 0; i < inputs.length; i++)
      if (this.isInlined(this.graph.positionOf(inputs[i]!))) return this.pushRead([], inputs);
    return inputs;
  }

  private pushRead(read: Value[], inputs: readonly Value[]): readonly Value[] {
    for (let i = 0; i < inputs.length; i++) {
      const input = inputs[i]!;
      const position = this.graph.positionOf(input);
      if (position === null || !this.isInlined(position)) read.push(input);
      else this.pushRead(read, this.graph.program.instructions[position]!.inputs);
    }
    return read;
  }

  private roleOf({ op, inputs, outputs }: Instruction): number {
    const { dtype } = outputs[0]!;
    if (inlinedNames.has(op) && dtype !== "i32" && inputs.every(isReal)) return INLINED;
    if (dtype !== "f32" || !isElementwise(op)) return 0;
    return inputs.every((input) => isReal(input) || this.isInlined(this.graph.positionOf(input)))
      ? FUSIBLE
      : 0;
  }
}

function isReal({ dtype }: Value): boolean {
  return dtype === "f32";
}

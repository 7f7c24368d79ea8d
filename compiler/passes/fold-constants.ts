import type { HostScalar } from "../program/host-scalar.ts";
import { evaluateInstruction } from "../program/instruction.ts";
import { generate, sizeOf } from "../program/nd-array.ts";
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, Program, Value } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import { broadcastShapes, sameShape } from "../program/shape.ts";
import { isScalarName } from "./elementwise.ts";
import {
  constantOf,
  hostBinary,
  hostScalarOf,
  hostUnary,
  isHostBinary,
  isHostUnary,
} from "./host-scalars.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "fold-constants";

/**
 * Computes what does not depend on tensors: functions of constants at compile time, functions of host scalars on
 * the host in float64 (rule F-20); and drops operations that return their operand (up to the sign of a zero). x·0 stays,
 * for x may be infinite. A noise primitive is no function of constants, even when its key is one (N-20).
 */
export const foldConstants: Pass = {
  name,
  reason:
    "Differentiation multiplies by ones and negates twice; scalar arithmetic costs a kernel call on a device.",
  run(program) {
    const taker = new NoteTaker(name);
    return { program: settle(program, taker), notes: taker.notes };
  },
};

/** Each round resolves operands one level deep; every change removes an operation, which bounds the rounds. */
function settle(program: Program, taker: NoteTaker): Program {
  const graph = new ValueGraph(program);
  const differentiated = program.instructions.every(({ op }) => op !== "gradient");
  let folded = 0;
  const next = rewrite(program, (instruction, { builder, renamed }) => {
    const narrow = withoutBroadcasts(graph, instruction);
    if (narrow !== null) {
      folded += 1;
      return builder.emitAll(instruction.op, narrow.map(renamed), instruction.attributes);
    }
    const number = foldedNumber(graph, instruction);
    const scalar = number === null ? foldedScalar(graph, instruction) : null;
    const operand =
      number === null && scalar === null ? unchangedOperand(graph, instruction, differentiated) : null;
    const [output] = instruction.outputs as readonly [Value];
    if (number === null && scalar === null && operand === null) return null;
    folded += 1;
    if (number !== null) return [builder.constant(number, output.shape, output.dtype)];
    if (scalar !== null) return [builder.scalar(scalar)];
    return [builder.broadcast(renamed(operand!), output.shape)];
  });
  if (folded === 0) return program;
  taker.take("rewrote", "", "arithmetic on constants and host scalars is done before the step (F-20)");
  return settle(next, taker);
}

/** Primitives of which a tensor filled with one number gives again a tensor filled with one number. */
const keepsUniform: ReadonlySet<string> = new Set(["broadcast", "reshape", "transpose", "slice", "reverse"]);

function isElementwise(op: PrimitiveName): boolean {
  return isScalarName(op) || op === "cast";
}

/** The operands of an elementwise primitive that broadcasts by itself; null where none was broadcast before. */
function withoutBroadcasts(graph: ValueGraph, { op, inputs, outputs }: Instruction): readonly Value[] | null {
  if (!isElementwise(op)) return null;
  const narrow = inputs.map((input) => graph.operands(input, "broadcast")?.[0] ?? input);
  if (narrow.every((value, i) => value.id === inputs[i]!.id)) return null;
  const shape = broadcastShapes(
    name,
    narrow.map((value) => value.shape),
  );
  return sameShape(shape, outputs[0]!.shape) ? narrow : null;
}

/** The number that fills the result, where all operands are constants. */
function foldedNumber(graph: ValueGraph, instruction: Instruction): number | null {
  if (instruction.inputs.length === 0) return null;
  const numbers = instruction.inputs.map((input) => constantOf(graph, input));
  if (numbers.some((number) => number === null)) return null;
  if (keepsUniform.has(instruction.op)) return numbers[0]!;
  if (instruction.op === "reduce_sum") {
    const [input, output] = [instruction.inputs[0]!, instruction.outputs[0]!];
    return (numbers[0]! * sizeOf(input.shape)) / sizeOf(output.shape);
  }
  if (!isElementwise(instruction.op)) return null;
  const scalars = instruction.inputs.map(({ dtype }, i) => generate({ shape: [], dtype }, () => numbers[i]!));
  return evaluateInstruction(instruction, scalars)[0]!.data[0]!;
}

/** The host's expression for the result, where an operand is a scalar input. */
function foldedScalar(graph: ValueGraph, { op, inputs, outputs }: Instruction): HostScalar | null {
  if (outputs[0]!.shape.length !== 0 || !(isHostBinary(op) || isHostUnary(op))) return null;
  const [a, b] = inputs.map((input) => hostScalarOf(graph, input));
  if (a === undefined || a === null || b === null) return null;
  if (isHostUnary(op)) return hostUnary(op, a);
  return b === undefined ? null : hostBinary(op, a, b);
}

/** The operand that the result equals to the bit, up to broadcasting. */
function unchangedOperand(
  graph: ValueGraph,
  instruction: Instruction,
  differentiated: boolean,
): Value | null {
  const [a, b] = instruction.inputs as readonly [Value, Value];
  const is = (value: Value, number: number) => constantOf(graph, value) === number;
  switch (instruction.op) {
    case "add":
      return is(b, 0) ? a : is(a, 0) ? b : null;
    case "sub":
      return is(b, 0) ? a : null;
    case "mul":
      return is(b, 1) ? a : is(a, 1) ? b : null;
    case "div":
    case "pow":
      return is(b, 1) ? a : null;
    case "neg":
      return graph.operands(a, "neg")?.[0] ?? null;
    case "broadcast":
    case "reshape":
      return sameShape(a.shape, instruction.outputs[0]!.shape) ? a : null;
    case "transpose":
      return instruction.attributes.permutation.every((axis, i) => axis === i) ? a : null;
    // Its only meaning is to the derivative.
    case "stop_gradient":
      return differentiated ? a : null;
    default:
      return null;
  }
}

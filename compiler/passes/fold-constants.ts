import type { HostScalar } from "../program/host-scalar.ts";
import { evaluateInstruction } from "../program/instruction.ts";
import { generate, sizeOf } from "../program/nd-array.ts";
import type { Instruction, Program, Value } from "../program/program.ts";
import { broadcastShapes, sameShape } from "../program/shape.ts";
import { instructionsOf } from "../program/wiring.ts";
import { isElementwise } from "./elementwise.ts";
import { hostResult } from "./host-scalars.ts";
import { OpenProgram, type Replacement } from "./open-program.ts";
import type { Pass } from "./pass.ts";

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
    const folded = settle(program);
    const text = "arithmetic on constants and host scalars is done before the step (F-20)";
    return {
      program: folded,
      notes: folded === program ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/**
 * In rounds: in each, every instruction sees the others as they were before it. After the first, only those are looked
 * at again for which the one before may have made a difference; every change removes an operation.
 */
function settle(program: Program): Program {
  const open = new OpenProgram(program);
  const scalars = new Map<number, HostScalar>();
  for (const input of program.inputs) if (input.kind === "scalar") scalars.set(input.value.id, input.scalar);
  const differentiated = instructionsOf(program, "gradient").length === 0;
  let queue = program.instructions.map((_, position) => position);
  for (let round = 0; ; round++) {
    const foldings = new Map<number, Folding>();
    for (let i = 0; i < queue.length; i++) {
      const position = queue[i]!;
      const instruction = open.at(position);
      if (instruction === null) continue;
      // Whoever computes with it can do so on the host, too, in this very round.
      if (findScalar(instruction, scalars) && round > 0) queue.push(...open.users(instruction.outputs[0]!));
      const folding = fold(open, instruction, scalars, differentiated);
      if (folding !== null) foldings.set(position, folding);
    }
    if (foldings.size === 0) return round === 0 ? program : open.close();
    const inOrder = [...foldings].sort(([p], [q]) => p - q);
    const due = new Set<number>();
    for (const [position, folding] of inOrder) {
      const replacement = "scalar" in folding ? { value: input(folding.scalar) } : folding;
      for (const touched of open.replace(position, replacement)) due.add(touched);
    }
    queue = [...due];
  }

  function input(scalar: HostScalar): Value {
    const value = open.builder.scalar(scalar);
    scalars.set(value.id, scalar);
    return value;
  }
}

/** What an instruction becomes; an input of the program is declared only when its turn comes. */
type Folding = Replacement | { readonly scalar: HostScalar };

function fold(
  open: OpenProgram,
  instruction: Instruction,
  scalars: Scalars,
  differentiated: boolean,
): Folding | null {
  const { origin, outputs } = instruction;
  const { shape, dtype } = outputs[0]!;
  const narrow = withoutBroadcasts(open, instruction);
  if (narrow !== null) return { instruction: { ...instruction, inputs: narrow } };
  const number = foldedNumber(open, instruction);
  const scalar = number ?? foldedScalar(instruction, scalars);
  if (typeof scalar === "number") {
    const attributes = { value: scalar, shape, dtype };
    return { instruction: { op: "constant", inputs: [], attributes, outputs, origin } };
  }
  if (scalar !== null) return { scalar };
  const operand = unchangedOperand(open, instruction, differentiated);
  if (operand === null) return null;
  if (sameShape(operand.shape, shape)) return { value: operand };
  return { instruction: { op: "broadcast", inputs: [operand], attributes: { shape }, outputs, origin } };
}

/** Host scalars, by the id of the value that holds each. */
type Scalars = Map<number, HostScalar>;

/** Whether the instruction makes a scalar of the host that was not known before. */
function findScalar({ op, inputs, attributes, outputs }: Instruction, scalars: Scalars): boolean {
  const { id, shape, dtype } = outputs[0]!;
  if (shape.length !== 0 || dtype !== "f32" || scalars.has(id)) return false;
  const scalar = op === "constant" ? attributes.value : hostResult(op, inputs, scalars);
  if (scalar === null) return false;
  scalars.set(id, scalar);
  return true;
}

/** Primitives of which a tensor filled with one number gives again a tensor filled with one number. */
const keepsUniform: ReadonlySet<string> = new Set(["broadcast", "reshape", "transpose", "slice", "reverse"]);

/** The operands of an elementwise primitive that broadcasts by itself; null where none was broadcast before. */
function withoutBroadcasts(open: OpenProgram, { op, inputs, outputs }: Instruction): readonly Value[] | null {
  if (!isElementwise(op)) return null;
  let isBroadcast = false;
  for (let i = 0; i < inputs.length && !isBroadcast; i++)
    isBroadcast = open.producer(inputs[i]!)?.op === "broadcast";
  if (!isBroadcast) return null;
  const narrow = narrowed(open, inputs);
  const shape = broadcastShapes(
    name,
    narrow.map((value) => value.shape),
  );
  return sameShape(shape, outputs[0]!.shape) ? narrow : null;
}

function narrowed(open: OpenProgram, inputs: readonly Value[]): readonly Value[] {
  return inputs.map((input) => operandOf(open, input, "broadcast") ?? input);
}

function operandOf(open: OpenProgram, value: Value, op: "broadcast" | "neg"): Value | null {
  const producer = open.producer(value);
  return producer?.op === op ? producer.inputs[0]! : null;
}

/** The number that fills the value, where it is a constant. */
function numberIn(open: OpenProgram, value: Value): number | null {
  const producer = open.producer(value);
  return producer?.op === "constant" ? producer.attributes.value : null;
}

/** The number that fills the result, where all operands are constants. */
function foldedNumber(open: OpenProgram, instruction: Instruction): number | null {
  const { inputs } = instruction;
  if (inputs.length === 0) return null;
  for (let i = 0; i < inputs.length; i++) if (numberIn(open, inputs[i]!) === null) return null;
  return computedNumber(open, instruction);
}

function computedNumber(open: OpenProgram, instruction: Instruction): number | null {
  const numbers = instruction.inputs.map((input) => numberIn(open, input)!);
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
function foldedScalar({ op, inputs, outputs }: Instruction, scalars: Scalars): HostScalar | null {
  return outputs[0]!.shape.length === 0 ? hostResult(op, inputs, scalars) : null;
}

/** The operand that the result equals to the bit, up to broadcasting. */
function unchangedOperand(
  open: OpenProgram,
  instruction: Instruction,
  differentiated: boolean,
): Value | null {
  const [a, b] = instruction.inputs as readonly [Value, Value];
  switch (instruction.op) {
    case "add":
      return numberIn(open, b) === 0 ? a : numberIn(open, a) === 0 ? b : null;
    case "sub":
      return numberIn(open, b) === 0 ? a : null;
    case "mul":
      return numberIn(open, b) === 1 ? a : numberIn(open, a) === 1 ? b : null;
    case "div":
    case "pow":
      return numberIn(open, b) === 1 ? a : null;
    case "neg":
      return operandOf(open, a, "neg");
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

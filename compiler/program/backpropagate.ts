/** Reverse-mode differentiation of what a builder has built so far: one sweep from a loss to all that is wanted. */
import type { Builder } from "./builder.ts";
import { demand } from "./error.ts";
import { differentiateInstruction } from "./instruction.ts";
import type { Instruction, Value } from "./program.ts";
import { formatType, sameShape } from "./shape.ts";

/**
 * Appends the gradients of a loss. Each backward instruction has the origin of its forward one.
 *
 * Some of what it appends may serve gradients that nobody wants (the derivative rule of an instruction gives all of
 * them); `differentiate` leaves those out.
 *
 * @param loss f32 []
 * @param wanted f32 values of the builder, inputs or intermediate
 * @returns by the id of each wanted value its gradient, of the same shape; absent where the loss does not depend on it
 */
export function backpropagate(
  builder: Builder,
  loss: Value,
  wanted: readonly Value[],
): ReadonlyMap<number, Value> {
  const { instructions, idBound } = builder.finish();
  const active = dependents(instructions, idBound, wanted);
  /** By the id of a value that the loss depends on. */
  const gradients = new Array<Value | undefined>(idBound);
  if (active[loss.id] === 1) gradients[loss.id] = builder.constant(1);

  const gradientOf = ({ id }: Value): Value | null => gradients[id] ?? null;
  const hasGradient = ({ id }: Value): boolean => gradients[id] !== undefined;
  const isActive = ({ id }: Value): boolean => active[id] === 1;

  // What is appended meanwhile stands behind.
  for (let index = instructions.length - 1; index >= 0; index--) {
    const instruction = instructions[index]!;
    if (!instruction.outputs.some(hasGradient) || !instruction.inputs.some(isActive)) continue;
    const byOutputs = instruction.outputs.map(gradientOf);
    builder.within(instruction.origin, () => {
      const byInputs = differentiateInstruction(builder, instruction, byOutputs);
      instruction.inputs.forEach((input, position) => {
        const gradient = byInputs[position] ?? null;
        if (gradient === null || !isActive(input)) return;
        demand(
          gradient.dtype === "f32" && sameShape(gradient.shape, input.shape),
          instruction.op,
          () => `gradient ${position} is ${formatType(gradient)} for ${formatType(input)}`,
        );
        const sum = gradients[input.id];
        gradients[input.id] = sum === undefined ? gradient : builder.add(sum, gradient);
      });
    });
  }
  const asked = wanted.flatMap(({ id }) => {
    const gradient = gradients[id];
    return gradient === undefined ? [] : [[id, gradient] as const];
  });
  return new Map(asked);
}

/** By id, 1 for the differentiable values that are computed from `sources`, these included. */
function dependents(
  instructions: readonly Instruction[],
  idBound: number,
  sources: readonly Value[],
): Uint8Array {
  const active = new Uint8Array(idBound);
  for (const { id } of sources) active[id] = 1;
  const isActive = ({ id }: Value): boolean => active[id] === 1;
  for (let position = 0; position < instructions.length; position++) {
    const { inputs, outputs } = instructions[position]!;
    if (!inputs.some(isActive)) continue;
    for (const { id, dtype } of outputs) if (dtype === "f32") active[id] = 1;
  }
  return active;
}

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
  const instructions = [...builder.finish().instructions];
  const active = dependents(instructions, wanted);
  const gradients = new Map<number, Value>();
  if (active.has(loss.id)) gradients.set(loss.id, builder.constant(1));

  for (const instruction of instructions.toReversed()) {
    const byOutputs = instruction.outputs.map(({ id }) => gradients.get(id) ?? null);
    const reached = byOutputs.some((gradient) => gradient !== null);
    if (!reached || !instruction.inputs.some(({ id }) => active.has(id))) continue;
    builder.within(instruction.origin, () => {
      const byInputs = differentiateInstruction(builder, instruction, byOutputs);
      instruction.inputs.forEach((input, position) => {
        const gradient = byInputs[position] ?? null;
        if (gradient === null || !active.has(input.id)) return;
        demand(
          gradient.dtype === "f32" && sameShape(gradient.shape, input.shape),
          instruction.op,
          () => `gradient ${position} is ${formatType(gradient)} for ${formatType(input)}`,
        );
        const sum = gradients.get(input.id);
        gradients.set(input.id, sum === undefined ? gradient : builder.add(sum, gradient));
      });
    });
  }
  const asked = wanted.flatMap(({ id }) => {
    const gradient = gradients.get(id);
    return gradient === undefined ? [] : [[id, gradient] as const];
  });
  return new Map(asked);
}

/** The ids of the differentiable values that are computed from `sources`, these included. */
function dependents(instructions: readonly Instruction[], sources: readonly Value[]): ReadonlySet<number> {
  const active = new Set(sources.map(({ id }) => id));
  for (const { inputs, outputs } of instructions)
    if (inputs.some(({ id }) => active.has(id)))
      for (const { id, dtype } of outputs) if (dtype === "f32") active.add(id);
  return active;
}

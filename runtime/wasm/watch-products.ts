import type { PlanStep, Register } from "../../compiler/plan/plan.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { Target } from "./assembler/module-builder.ts";
import { notesOf } from "./kernels/matmul/matmul.ts";

/** Below this, reading the cells costs no more than taking the notes. */
const LEAST_CELLS = 1 << 14;
/** Cells of a product for each one of its notes: small matrices of a batch are units of their own. */
const LEAST_CELLS_PER_NOTE = 16;

export interface Watched {
  readonly registers: readonly TensorType[];
  readonly steps: readonly PlanStep[];
  /** What the guard is to look at in place of what it was to. */
  readonly guarded: readonly Register[];
}

/**
 * Large products that the guard is to look at tell by themselves whether they are finite, while their cells are in
 * registers: it looks at their notes and need not read them from memory.
 */
export function watchProducts(
  plan: { readonly registers: readonly TensorType[]; readonly steps: readonly PlanStep[] },
  guarded: readonly Register[],
  target: Target,
): Watched {
  const registers = [...plan.registers];
  const notes = new Map<Register, Register>();
  const isGuarded = new Set(guarded);
  const steps = plan.steps.map((step): PlanStep => {
    const { call, inputs, outputs } = step;
    const [product] = outputs;
    if (call.via !== "host" || call.kernel !== "matmul" || product === undefined) return step;
    if (!isGuarded.has(product) || sizeOf(registers[product]!.shape) < LEAST_CELLS) return step;
    const typesOf = (list: readonly Register[]) => list.map((register) => registers[register]!);
    const request = { inputs: typesOf(inputs), outputs: typesOf(outputs), attributes: call.attributes };
    const type = notesOf({ ...request, target });
    if (type === null || sizeOf(type.shape) * LEAST_CELLS_PER_NOTE > sizeOf(registers[product]!.shape))
      return step;
    const note = registers.push(type) - 1;
    notes.set(product, note);
    return { ...step, outputs: [product, note], call: { ...call, overwrites: [...call.overwrites, null] } };
  });
  return { registers, steps, guarded: guarded.map((register) => notes.get(register) ?? register) };
}

import { keepUsed } from "../program/remove-unused.ts";
import type { Pass } from "./pass.ts";

const name = "remove-dead-code";

/**
 * Leaves out what nobody reads: instructions, and the scalars and keys that the host would compute for nothing.
 * Parameters, states, slots and batch fields stay: their names are the program's contract with checkpoints.
 */
export const removeDeadCode: Pass = {
  name,
  reason:
    "First, because patterns ask who else reads a value; again later, because rewrites leave beginnings behind.",
  run(program) {
    const left = keepUsed(program, () => true);
    const inputs = program.inputs.filter(
      ({ kind, value }) => (kind !== "scalar" && kind !== "key") || left.used[value.id] === 1,
    );
    const kept = inputs.length === program.inputs.length ? left.program : { ...left.program, inputs };
    const removed = program.instructions.length - kept.instructions.length;
    const text = `${removed} instructions whose results nobody reads were left out`;
    return {
      program: kept,
      notes: removed === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

import type { Program } from "../program/program.ts";
import { removeUnused } from "../program/remove-unused.ts";
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
    const used = removeUnused(program);
    const read = idsRead(used);
    const inputs = used.inputs.filter(
      ({ kind, value }) => (kind !== "scalar" && kind !== "key") || read[value.id] === 1,
    );
    const kept = inputs.length === used.inputs.length ? used : { ...used, inputs };
    const removed = program.instructions.length - kept.instructions.length;
    const text = `${removed} instructions whose results nobody reads were left out`;
    return {
      program: kept,
      notes: removed === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** By id, 1 for each value that an instruction reads or that leaves the program. */
function idsRead({ idBound, instructions, outputs, writes }: Program): Uint8Array {
  const read = new Uint8Array(idBound);
  for (let position = 0; position < instructions.length; position++) {
    const { inputs } = instructions[position]!;
    for (let i = 0; i < inputs.length; i++) read[inputs[i]!.id] = 1;
  }
  for (const { value } of outputs) read[value.id] = 1;
  for (const { value } of writes) read[value.id] = 1;
  return read;
}

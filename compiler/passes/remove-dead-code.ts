import { removeUnused } from "../program/remove-unused.ts";
import type { Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

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
    const graph = new ValueGraph(used);
    const isRead = ({ kind, value }: (typeof used.inputs)[number]) =>
      (kind !== "scalar" && kind !== "key") || graph.users(value).length > 0 || graph.isObserved(value);
    const kept = { ...used, inputs: used.inputs.filter(isRead) };
    const removed = program.instructions.length - kept.instructions.length;
    const text = `${removed} instructions whose results nobody reads were left out`;
    return {
      program: kept,
      notes: removed === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/**
 * Gives every written value memory of its own. A state lives on after the step and may be overwritten in the
 * next: it must share nothing with another state, an output, a constant or the state it was read from.
 */
import type { Draft } from "./draft.ts";
import { findMemory } from "./lifetimes.ts";
import type { Register } from "./plan.ts";

export function ownWrittenMemory(draft: Draft): void {
  const memory = findMemory(draft);
  const lasting = [...draft.inputs.filter((input) => input.kind !== "batch"), ...draft.constants];
  const taken = new Set<Register>(lasting.map(({ register }) => register));
  // An output of a state's memory would change under the reader's hands when the state does.
  draft.outputs.forEach(({ name, register }, i) => {
    if (taken.has(memory[register]!)) draft.outputs[i] = { name, register: draft.copy(register, name) };
  });
  for (const { register } of draft.outputs) taken.add(memory[register] ?? register);
  draft.writes.forEach(({ name, register }, i) => {
    const owner = memory[register]!;
    if (taken.has(owner)) draft.writes[i] = { name, register: draft.copy(register, name) };
    else taken.add(owner);
  });
}

import type { Instruction, Value } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import type { Pass } from "./pass.ts";

const name = "share-common-subexpressions";

/**
 * The same primitive with the same attributes on the same values is computed once. Every primitive is a pure
 * function, noise too: a mask is shared only with one of the same key, which is the same site's (N-11). Norms
 * per unit that several operators of one parameter take are shared by this (F-09), as is one log-softmax (F-13).
 */
export const shareCommonSubexpressions: Pass = {
  name,
  reason:
    "Techniques are written without knowing of each other and compute the same norms and masks; after differentiation, which repeats the forward pass.",
  run(program) {
    const known = new Map<string, Instruction>();
    let shared = 0;
    const rewritten = rewrite(program, (instruction, { renamed }) => {
      const identity = identityOf(instruction, instruction.inputs.map(renamed));
      const earlier = known.get(identity);
      if (earlier === undefined) {
        known.set(identity, instruction);
        return null;
      }
      shared += 1;
      return earlier.outputs.map(renamed);
    });
    const text = `${shared} computations that stood twice are shared (F-09, F-13)`;
    return {
      program: rewritten,
      notes: shared === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

function identityOf({ op, attributes }: Instruction, inputs: readonly Value[]): string {
  const ids = inputs.map(({ id }) => id);
  // Sums and products commute to the bit; max and min do not where gradients of ties still matter.
  if (op === "add" || op === "mul") ids.sort((a, b) => a - b);
  return JSON.stringify([op, ids, attributes], spellNumber);
}

/** JSON has one word for all numbers that are not finite, and none for -0. */
function spellNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
    ? `number ${Object.is(value, -0) ? "-0" : value}`
    : value;
}

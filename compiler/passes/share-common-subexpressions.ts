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
      const identity = identityOf(instruction, renamed);
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

function identityOf({ op, inputs, attributes }: Instruction, renamed: (old: Value) => Value): string {
  // Sums and products commute to the bit; max and min do not where gradients of ties still matter.
  if (op === "add" || op === "mul") {
    const [p, q] = [renamed(inputs[0]!).id, renamed(inputs[1]!).id];
    return p < q ? `${op} ${p} ${q}` : `${op} ${q} ${p}`;
  }
  let identity: string = op;
  for (const input of inputs) identity += ` ${renamed(input).id}`;
  return identity + spell(attributes);
}

/** JSON would have one word for all numbers that are not finite, and none for -0. */
function spell(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return `[${value.map(spell)}]`;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  let spelled = "";
  for (const [key, inner] of Object.entries(value)) spelled += `${key}:${spell(inner)},`;
  return spelled === "" ? spelled : `{${spelled}}`;
}

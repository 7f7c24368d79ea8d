import type { Instruction, Program, Value } from "../program/program.ts";
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
    const seen = new Seen(program);
    let shared = 0;
    const rewritten = rewrite(program, (instruction, { renamed }) => {
      const earlier = seen.find(instruction, renamed);
      if (earlier === null) return null;
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

/** What was computed so far, in a hash table: a string for each would take longer than all the rest. */
class Seen {
  /** By hash, the instruction seen last, and by instruction the one of this hash before it; counted from 1, 0 for none. */
  private readonly last: Uint32Array;
  private readonly before: Uint32Array;
  private readonly mask: number;
  private readonly instructions: Instruction[] = [];

  constructor({ instructions }: Program) {
    const buckets = 1 << Math.ceil(Math.log2(instructions.length + 1));
    this.mask = buckets - 1;
    this.last = new Uint32Array(buckets);
    this.before = new Uint32Array(instructions.length + 1);
  }

  /** The first instruction that computes the same; null if it is this one. */
  find(instruction: Instruction, renamed: (old: Value) => Value): Instruction | null {
    const bucket = hashOf(instruction, renamed) & this.mask;
    for (let seen = this.last[bucket]!; seen !== 0; seen = this.before[seen]!) {
      const earlier = this.instructions[seen - 1]!;
      if (computeSame(earlier, instruction, renamed)) return earlier;
    }
    const own = this.instructions.push(instruction);
    this.before[own] = this.last[bucket]!;
    this.last[bucket] = own;
    return null;
  }
}

/** The same for operands in any order. */
function hashOf({ op, inputs, attributes }: Instruction, renamed: (old: Value) => Value): number {
  let hash = op.length;
  for (const input of inputs) hash += scatter(renamed(input).id);
  return hashOfValue(hash, attributes);
}

const float64 = new Float64Array(1);
const words = new Int32Array(float64.buffer);

/** Of a hash so far and an attribute. */
function hashOfValue(hash: number, value: unknown): number {
  let made = scatter(hash);
  if (typeof value === "number") {
    float64[0] = value;
    made = scatter(made + words[0]!) + words[1]!;
  } else if (typeof value === "string") {
    for (let i = 0; i < value.length; i++) made = scatter(made + value.charCodeAt(i));
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) made = hashOfValue(made, inner);
  } else if (value === true) made += 1;
  return scatter(made);
}

/** Not linear: ids forward and backward often have the same sum. */
function scatter(number: number): number {
  const product = Math.imul(number + 1, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function computeSame(a: Instruction, b: Instruction, renamed: (old: Value) => Value): boolean {
  if (a.op !== b.op || a.inputs.length !== b.inputs.length) return false;
  if (!readSame(a, b, renamed)) return false;
  return a.attributes === b.attributes || spell(a.attributes) === spell(b.attributes);
}

function readSame(a: Instruction, b: Instruction, renamed: (old: Value) => Value): boolean {
  const same = (i: number, j: number) => renamed(a.inputs[i]!).id === renamed(b.inputs[j]!).id;
  // Sums and products commute to the bit; max and min do not where gradients of ties still matter.
  const commutes = a.op === "add" || a.op === "mul";
  return a.inputs.every((_, i) => same(i, i)) || (commutes && same(0, 1) && same(1, 0));
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

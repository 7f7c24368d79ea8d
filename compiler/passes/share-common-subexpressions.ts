import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, Program } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import { type Wiring, wiringOf } from "../program/wiring.ts";
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
    // It is asked about every instruction, in order.
    let position = 0;
    const rewritten = rewrite(
      program,
      (_, { renamed }) => seen.find(position++)?.outputs.map(renamed) ?? null,
    );
    const text = `${seen.shared} computations that stood twice are shared (F-09, F-13)`;
    return {
      program: rewritten,
      notes: seen.shared === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** So many instructions on the same operands are told apart by comparing them; of all others the attributes are hashed, too. */
const FEW = 8;

/** What was computed so far, in a hash table: a string for each would take longer than all the rest. */
class Seen {
  /** How often something was found. */
  shared = 0;
  private looked = 0;
  private readonly wiring: Wiring;
  /** By hash, the instruction seen last; by position, the one of this bucket before it. Each is its position and 1 more; 0 for none. */
  private readonly last: Uint32Array;
  private readonly before: Uint32Array;
  /** By position. */
  private readonly hashes: Int32Array;
  /** By the id of a value, that of the one it is the same as: of the first. */
  private readonly firstIds: Uint32Array;

  constructor(private readonly program: Program) {
    const { instructions, idBound } = program;
    this.wiring = wiringOf(instructions);
    this.last = new Uint32Array(1 << Math.ceil(Math.log2(instructions.length + 1)));
    this.before = new Uint32Array(instructions.length);
    this.hashes = new Int32Array(instructions.length);
    this.firstIds = new Uint32Array(idBound).map((_, id) => id);
  }

  /** The first instruction that computes the same as the one there; null if it is this one. They are asked about in order. */
  find(position: number): Instruction | null {
    const { instructions } = this.program;
    // Without the attributes, for to look at an instruction may be to wait for memory.
    let hash = this.hashOfOperands(position);
    let seen = this.look(hash, position);
    if (seen === null && this.looked >= FEW) {
      hash = hashOfValue(hash, instructions[position]!.attributes);
      seen = this.look(hash, position);
    }
    if (seen === null) {
      this.add(hash, position);
      return null;
    }
    this.shared += 1;
    const { ids, outputsAt, inputsAt } = this.wiring;
    const [own, first] = [outputsAt[position]!, outputsAt[seen]!];
    const outputs = inputsAt[position]! - own;
    for (let i = 0; i < outputs; i++) this.firstIds[ids[own + i]!] = ids[first + i]!;
    return instructions[seen]!;
  }

  /** The position of the one that computes the same, of those of exactly this hash; `looked` is how many these are. */
  private look(hash: number, position: number): number | null {
    this.looked = 0;
    for (let seen = this.last[this.bucketOf(hash)]!; seen !== 0; seen = this.before[seen - 1]!) {
      if (this.hashes[seen - 1] !== hash) continue;
      if (this.areSame(seen - 1, position)) return seen - 1;
      this.looked += 1;
    }
    return null;
  }

  private add(hash: number, position: number): void {
    const bucket = this.bucketOf(hash);
    this.hashes[position] = hash;
    this.before[position] = this.last[bucket]!;
    this.last[bucket] = position + 1;
  }

  private bucketOf(hash: number): number {
    return hash & (this.last.length - 1);
  }

  /** The same for operands in any order. */
  private hashOfOperands(position: number): number {
    const { ids, outputsAt, inputsAt, kinds } = this.wiring;
    let hash = kinds[position]!;
    for (let i = inputsAt[position]!; i < outputsAt[position + 1]!; i++)
      hash += scatter(this.firstIds[ids[i]!]!);
    return scatter(hash);
  }

  private areSame(p: number, q: number): boolean {
    const { kinds } = this.wiring;
    if (kinds[p] !== kinds[q]) return false;
    const [a, b] = [this.program.instructions[p]!, this.program.instructions[q]!];
    return (
      this.readSame(p, q, a.op) &&
      (a.attributes === b.attributes || spell(a.attributes) === spell(b.attributes))
    );
  }

  private readSame(p: number, q: number, op: PrimitiveName): boolean {
    const { ids, outputsAt, inputsAt } = this.wiring;
    const [ofP, ofQ] = [inputsAt[p]!, inputsAt[q]!];
    const count = outputsAt[p + 1]! - ofP;
    if (outputsAt[q + 1]! - ofQ !== count) return false;
    const same = (i: number, j: number) => this.firstIds[ids[ofP + i]!] === this.firstIds[ids[ofQ + j]!];
    let inOrder = true;
    for (let i = 0; i < count && inOrder; i++) inOrder = same(i, i);
    // Sums and products commute to the bit; max and min do not where gradients of ties still matter.
    return inOrder || ((op === "add" || op === "mul") && same(0, 1) && same(1, 0));
  }
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

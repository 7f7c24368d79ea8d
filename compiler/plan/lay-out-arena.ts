/**
 * Where each register of a plan lies in one block of memory, decided before the first step: lifetimes are known, so
 * nothing is allocated while steps run. States lie elsewhere, for they outlive the step, and so do constants.
 */
import { sizeOf } from "../program/nd-array.ts";
import type { DType } from "../program/program.ts";
import type { Plan, Register } from "./plan.ts";

export const BYTES_OF: { readonly [K in DType]: number } = { f32: 4, i32: 4, bool: 1 };
/** A cache line, and more than any vector: every tensor begins at a multiple of it. */
export const ALIGNMENT = 64;

/** Where a register's cells are: in the arena, or with a state or constant that it stands for. */
export type Place =
  | { readonly kind: "arena"; readonly offset: number }
  | { readonly kind: "state"; readonly name: string }
  | { readonly kind: "constant"; readonly index: number };

export interface ArenaLayout {
  /** By register; null where the plan never uses it. */
  readonly places: readonly (Place | null)[];
  /** The offset of each step's workspace. */
  readonly workspaces: readonly number[];
  /** The arena's size. */
  readonly bytes: number;
  /** The most that is alive at once: no layout can be smaller. */
  readonly minimum: number;
}

type Layable = Pick<Plan, "registers" | "inputs" | "constants" | "steps" | "outputs" | "writes">;

/** @param workspaces bytes that each step needs for itself while it runs, 0 for none */
export function layOutArena(plan: Layable, workspaces: readonly number[]): ArenaLayout {
  const { fixed, owner } = findOwners(plan);
  const lastUse = lastUses(plan, owner);
  const arena = new FreeList();
  const offsets = new Map<Register, number>();
  const dying = plan.steps.map((): Register[] => []);
  const place = (register: Register): void => {
    const memory = owner[register]!;
    if (fixed.has(memory) || offsets.has(memory)) return;
    const { shape, dtype } = plan.registers[memory]!;
    offsets.set(memory, arena.take(sizeOf(shape) * BYTES_OF[dtype]));
    const end = lastUse[memory]!;
    if (end < plan.steps.length) dying[end]?.push(memory);
  };

  for (const { register } of plan.inputs) place(register);
  const workspaceOffsets = plan.steps.map(({ outputs }, index) => {
    outputs.forEach(place);
    const bytes = workspaces[index] ?? 0;
    const workspace = bytes === 0 ? 0 : arena.take(bytes);
    if (bytes > 0) arena.give(workspace, bytes);
    for (const memory of dying[index]!) {
      const { shape, dtype } = plan.registers[memory]!;
      arena.give(offsets.get(memory)!, sizeOf(shape) * BYTES_OF[dtype]);
    }
    return workspace;
  });

  const places = plan.registers.map((_, register): Place | null => {
    const memory = owner[register]!;
    const offset = offsets.get(memory);
    return fixed.get(memory) ?? (offset === undefined ? null : { kind: "arena", offset });
  });
  return { places, workspaces: workspaceOffsets, bytes: arena.size, minimum: arena.most };
}

/** Whose memory each register has, and which memory is not the arena's. */
function findOwners({ registers, inputs, constants, steps }: Layable) {
  const fixed = new Map<Register, Place>();
  for (const { kind, name, register } of inputs)
    if (kind === "parameter" || kind === "state" || kind === "slot")
      fixed.set(register, { kind: "state", name });
  constants.forEach(({ register }, index) => {
    fixed.set(register, { kind: "constant", index });
  });
  const owner = registers.map((_, register) => register);
  for (const { call, inputs: read, outputs } of steps)
    outputs.forEach((output, o) => {
      const over = call.via === "alias" ? 0 : call.via === "host" ? call.overwrites[o] : null;
      if (over != null) owner[output] = owner[read[over]!]!;
    });
  return { fixed, owner };
}

/** The last step that touches each memory; beyond all steps for what is read after them. */
function lastUses({ registers, inputs, steps, outputs, writes }: Layable, owner: readonly Register[]) {
  const last = registers.map(() => -1);
  // An input that no step reads is placed nevertheless; it may go after the first step.
  for (const { register } of inputs) last[owner[register]!] = 0;
  steps.forEach(({ inputs: read, outputs: made }, index) => {
    for (const register of [...read, ...made]) last[owner[register]!] = index;
  });
  for (const { register } of [...outputs, ...writes]) last[owner[register]!] = steps.length;
  return last;
}

/** A block of memory that grows at its end; freed pieces are joined and taken again, the best fit first. */
class FreeList {
  /** Sorted by offset; no two touch. */
  private readonly free: { offset: number; bytes: number }[] = [];
  private live = 0;
  size = 0;
  most = 0;

  take(wanted: number): number {
    const bytes = aligned(wanted);
    this.live += bytes;
    this.most = Math.max(this.most, this.live);
    let best = -1;
    this.free.forEach((piece, index) => {
      if (piece.bytes >= bytes && (best === -1 || piece.bytes < this.free[best]!.bytes)) best = index;
    });
    if (best !== -1) {
      const piece = this.free[best]!;
      const { offset } = piece;
      piece.offset += bytes;
      piece.bytes -= bytes;
      if (piece.bytes === 0) this.free.splice(best, 1);
      return offset;
    }
    // The last piece, if it reaches the end, is lengthened.
    const last = this.free.at(-1);
    const isAtEnd = last !== undefined && last.offset + last.bytes === this.size;
    const offset = isAtEnd ? last.offset : this.size;
    if (isAtEnd) this.free.pop();
    this.size = offset + bytes;
    return offset;
  }

  give(offset: number, given: number): void {
    const bytes = aligned(given);
    this.live -= bytes;
    const next = lowerBound(this.free, offset);
    const before = this.free[next - 1];
    const after = this.free[next];
    const piece = { offset, bytes };
    const joinsBefore = before !== undefined && before.offset + before.bytes === offset;
    const joinsAfter = after !== undefined && offset + bytes === after.offset;
    if (joinsBefore) {
      piece.offset = before.offset;
      piece.bytes += before.bytes;
    }
    if (joinsAfter) piece.bytes += after.bytes;
    this.free.splice(next - (joinsBefore ? 1 : 0), Number(joinsBefore) + Number(joinsAfter), piece);
  }
}

function aligned(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
}

function lowerBound(pieces: readonly { readonly offset: number }[], offset: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

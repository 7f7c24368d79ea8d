/**
 * Where each register of a plan lies in one block of memory, decided before the first step: lifetimes are known, so
 * nothing is allocated while steps run. States lie elsewhere, for they outlive the step, and so do constants.
 */
import { sizeOf } from "../program/nd-array.ts";
import type { DType } from "../program/program.ts";
import { placeTenants, type Tenant } from "./place-tenants.ts";
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

interface Layable extends Pick<Plan, "registers" | "inputs" | "constants" | "steps" | "outputs" | "writes"> {
  /** The step behind which the updates are. */
  readonly guard: { readonly step: number } | null;
}

/**
 * So small a piece shares its memory with nothing else among the updates, and so small a workspace with nothing at
 * all: what computes different states, or sums different tensors, then has nothing in common, and threads can do it
 * side by side.
 */
const SMALL = 65_536;
const SMALL_WORKSPACE = 4096;

/** @param workspaces bytes that each step needs for itself while it runs, 0 for none */
export function layOutArena(plan: Layable, workspaces: readonly number[]): ArenaLayout {
  const { fixed, owner } = findOwners(plan);
  const lives = findLives(plan, owner);
  const end = plan.steps.length;
  const firstUpdate = plan.guard?.step ?? end;
  const tenants: Tenant[] = [];
  const tenantOf = new Map<Register, Tenant>();
  plan.registers.forEach(({ shape, dtype }, register) => {
    const life = lives[register];
    if (life == null || owner[register] !== register || fixed.has(register)) return;
    const bytes = aligned(sizeOf(shape) * BYTES_OF[dtype]);
    const isOwn = bytes <= SMALL && life.from > firstUpdate;
    const tenant = isOwn ? { from: firstUpdate, to: end, bytes } : { ...life, bytes };
    tenants.push(tenant);
    tenantOf.set(register, tenant);
  });
  const workers = workspaces.map((bytes, step): Tenant | null =>
    bytes === 0
      ? null
      : {
          ...(bytes <= SMALL_WORKSPACE ? { from: 0, to: end } : { from: step, to: step }),
          bytes: aligned(bytes),
        },
  );
  tenants.push(...workers.filter((tenant) => tenant !== null));

  const { offsets, bytes } = placeTenants(tenants);
  const places = plan.registers.map((_, register): Place | null => {
    const memory = owner[register]!;
    const tenant = tenantOf.get(memory);
    return (
      fixed.get(memory) ?? (tenant === undefined ? null : { kind: "arena", offset: offsets.get(tenant)! })
    );
  });
  return {
    places,
    workspaces: workers.map((tenant) => (tenant === null ? 0 : offsets.get(tenant)!)),
    bytes,
    minimum: mostAlive(tenants, end),
  };
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

/** From which step to which each memory is in use; null for one that never is. */
function findLives({ registers, inputs, steps, outputs, writes }: Layable, owner: readonly Register[]) {
  const lives = registers.map((): { from: number; to: number } | null => null);
  const use = (register: Register, step: number): void => {
    const memory = owner[register]!;
    const life = lives[memory];
    if (life == null) lives[memory] = { from: step, to: step };
    else life.to = step;
  };
  for (const { register } of inputs) use(register, 0);
  steps.forEach(({ inputs: read, outputs: made }, index) => {
    for (const register of [...read, ...made]) use(register, index);
  });
  for (const { register } of [...outputs, ...writes]) use(register, steps.length);
  return lives;
}

/** The most bytes in use at one step. */
function mostAlive(tenants: readonly Tenant[], steps: number): number {
  const changes = new Float64Array(steps + 2);
  for (const { from, to, bytes } of tenants) {
    changes[from]! += bytes;
    changes[to + 1]! -= bytes;
  }
  let [alive, most] = [0, 0];
  for (const change of changes) {
    alive += change;
    most = Math.max(most, alive);
  }
  return most;
}

function aligned(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
}

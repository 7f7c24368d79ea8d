import { MEMORY, nearestTriad, product, TRIADS, triad } from "./ceilings.ts";
import { compilationWorkloads } from "./compilation.ts";
import { workloads } from "./index.ts";
import type { Workload } from "./workload.ts";

/**
 * What a workload is held against, in turns: arithmetic against the product, traffic against a triad that no cache
 * holds and one over as much; a compilation against one of a tenth of the layers.
 */
export function heldAgainst(workload: Workload): readonly Workload[] {
  const { flops, sizes, coldStart } = workload;
  if (flops !== null) return [product];
  const nearest = nearestTriad(
    workload,
    TRIADS.map((mebibytes) => ({ mebibytes })),
  );
  if (nearest !== undefined) return [...new Set([MEMORY, nearest.mebibytes])].map(triad);
  if (sizes.layers === undefined || coldStart) return [];
  const isTenth = (other: Workload) =>
    other.sizes.layers === sizes.layers! / 10 && other.sizes.blocks === sizes.blocks && !other.coldStart;
  return compilationWorkloads.filter(isTenth);
}

/** How much a step does, of what is comparable between a workload and what it is held against; null where nothing is. */
export function workOf({ flops, bytes, sizes }: Workload): number | null {
  return flops ?? bytes ?? sizes.layers ?? null;
}

/** By its id, ceilings included. */
export function workloadNamed(id: string): Workload | undefined {
  return [...workloads, product, ...TRIADS.map(triad)].find((workload) => workload.id === id);
}

/** Finds room in one block of memory for pieces whose times are known. */
import { FreeList } from "./free-list.ts";

/** A piece of memory in use from one step to another, both included. */
export interface Tenant {
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

export interface Placed {
  readonly offsets: ReadonlyMap<Tenant, number>;
  /** Of the whole block. */
  readonly bytes: number;
}

/** Up to so many tenants are compared each with each. */
const FEW = 3000;

/** The smaller of two layouts: large tenants first, or, quick for any number, all in the order of time. */
export function placeTenants(tenants: readonly Tenant[]): Placed {
  const inOrder = placeInOrder(tenants);
  if (tenants.length > FEW) return inOrder;
  const bySize = placeBySize(tenants);
  return bySize.bytes <= inOrder.bytes ? bySize : inOrder;
}

interface Housed extends Tenant {
  readonly offset: number;
}

/**
 * Gives each tenant, the largest first, the tightest gap between its contemporaries, or room behind them. Source:
 * "greedy by size" of Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference, 2020.
 */
function placeBySize(tenants: readonly Tenant[]): Placed {
  const housed: Housed[] = [];
  const offsets = new Map<Tenant, number>();
  let bytes = 0;
  for (const tenant of tenants.toSorted((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    const neighbours = housed
      .filter(({ from, to }) => from <= tenant.to && tenant.from <= to)
      .sort((a, b) => a.offset - b.offset);
    let [best, tightest, top] = [-1, Number.POSITIVE_INFINITY, 0];
    for (const neighbour of neighbours) {
      const gap = neighbour.offset - top;
      if (gap >= tenant.bytes && gap < tightest) [best, tightest] = [top, gap];
      top = Math.max(top, neighbour.offset + neighbour.bytes);
    }
    const offset = best === -1 ? top : best;
    housed.push({ ...tenant, offset });
    offsets.set(tenant, offset);
    bytes = Math.max(bytes, offset + tenant.bytes);
  }
  return { offsets, bytes };
}

/** Takes room when a tenant comes and gives it back when it has gone. */
function placeInOrder(tenants: readonly Tenant[]): Placed {
  const list = new FreeList();
  const offsets = new Map<Tenant, number>();
  const leaving = tenants.toSorted((a, b) => a.to - b.to);
  let gone = 0;
  for (const tenant of tenants.toSorted((a, b) => a.from - b.from || b.bytes - a.bytes)) {
    for (; leaving[gone]!.to < tenant.from; gone++)
      list.give(offsets.get(leaving[gone]!)!, leaving[gone]!.bytes);
    offsets.set(tenant, list.take(tenant.bytes));
  }
  return { offsets, bytes: list.size };
}

import type { Piece } from "./wave.ts";

/** What a call reads and what it writes. */
export interface MemoryUse {
  readonly reads: readonly Piece[];
  readonly writes: readonly Piece[];
}

/** Calls of different chains touch nothing of each other's: each chain may run by itself, in its order. */
export interface Stretch<C> {
  readonly chains: readonly (readonly C[])[];
}

/**
 * Cuts calls into stretches of independent chains; one ends where a call follows from two chains.
 *
 * @param isAlone whether the call is a stretch of its own in any case
 */
export function findStretches<C extends MemoryUse>(
  calls: readonly C[],
  isAlone: (call: C) => boolean,
): readonly Stretch<C>[] {
  const stretches: { readonly chains: C[][] }[] = [];
  let memory = new ChainedMemory();
  let chains: C[][] | null = null;
  for (const call of calls) {
    let before = memory.chainsBefore(call);
    if (chains === null || before.size > 1 || isAlone(call)) {
      memory = new ChainedMemory();
      before = new Set();
      chains = [];
      stretches.push({ chains });
    }
    const [chain = chains.length] = before;
    chains[chain] ??= [];
    chains[chain].push(call);
    memory.add(call, chain);
    if (isAlone(call)) chains = null;
  }
  return stretches;
}

/** Memory that was used as one: pieces that overlap. */
interface Cluster {
  readonly from: number;
  readonly to: number;
  readonly isWritten: boolean;
  readonly chains: ReadonlySet<number>;
}

/** Which chains have used which memory. */
class ChainedMemory {
  /** In the order of addresses; none overlaps another. */
  private readonly clusters: Cluster[] = [];

  /** The chains that a call has to come after. */
  chainsBefore({ reads, writes }: MemoryUse): ReadonlySet<number> {
    const found = new Set<number>();
    const take = (pieces: readonly Piece[], isWritten: boolean): void => {
      for (const piece of pieces)
        for (const cluster of this.clusters.slice(...this.overlapping(piece)))
          if (isWritten || cluster.isWritten) for (const chain of cluster.chains) found.add(chain);
    };
    take(reads, false);
    take(writes, true);
    return found;
  }

  add({ reads, writes }: MemoryUse, chain: number): void {
    for (const piece of reads) this.use(piece, chain, false);
    for (const piece of writes) this.use(piece, chain, true);
  }

  private use(piece: Piece, chain: number, isWritten: boolean): void {
    if (piece.bytes === 0) return;
    const [begin, end] = this.overlapping(piece);
    const joined = this.clusters.slice(begin, end);
    this.clusters.splice(begin, end - begin, {
      from: Math.min(piece.address, joined[0]?.from ?? piece.address),
      to: Math.max(piece.address + piece.bytes, joined.at(-1)?.to ?? 0),
      isWritten: isWritten || joined.some((cluster) => cluster.isWritten),
      chains: new Set([chain, ...joined.flatMap((cluster) => [...cluster.chains])]),
    });
  }

  /** The first cluster that the piece overlaps, and the first one behind it. */
  private overlapping({ address, bytes }: Piece): readonly [number, number] {
    const { clusters } = this;
    let [low, high] = [0, clusters.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (clusters[middle]!.to <= address) low = middle + 1;
      else high = middle;
    }
    let behind = low;
    while (behind < clusters.length && clusters[behind]!.from < address + bytes) behind += 1;
    return [low, behind];
  }
}

/** How much more one thread may have to do than another, as a share of what each has. */
const TOLERANCE = 0.1;

/**
 * Gives whole chains to threads where all then have equally much to do: nobody waits for anybody within a chain, and
 * what it has just made is in its thread's cache.
 *
 * @param work of each chain, in any unit
 * @returns for each chain the thread that does it alone; null where all threads share each of its calls
 */
export function dealChains(work: readonly number[], threads: number): readonly (number | null)[] {
  let whole = work.map((_, chain) => chain).sort((a, b) => work[b]! - work[a]!);
  while (threads > 1 && whole.length >= threads) {
    const loads = new Array<number>(threads).fill(0);
    const dealt = new Array<number | null>(work.length).fill(null);
    // The longest first, each to whom has the least: Graham, Bounds on Multiprocessing Timing Anomalies, 1969.
    for (const chain of whole) {
      const thread = loads.indexOf(Math.min(...loads));
      loads[thread]! += work[chain]!;
      dealt[chain] = thread;
    }
    const [least, most] = [Math.min(...loads), Math.max(...loads)];
    if (most - least <= TOLERANCE * most) return dealt;
    const busiest = loads.indexOf(most);
    const excess = whole.find((chain) => dealt[chain] === busiest);
    whole = whole.filter((chain) => chain !== excess);
  }
  return work.map(() => null);
}

/** Groups of blocks whose sums are kept apart, so that threads can work on one sum. */
const MOST_GROUPS = 16;
/** What the groups' sums may take. */
const SUM_BYTES = 1 << 20;

export interface Shares {
  readonly groups: number;
  /** The last group may have fewer. */
  readonly blocksPerGroup: number;
}

/** Cuts the blocks that a sum runs over into groups; the shapes alone decide, so that the bits never vary. */
export function shareBatch(blocks: number, sumBytes: number): Shares {
  const wanted = Math.max(1, Math.min(MOST_GROUPS, blocks, Math.floor(SUM_BYTES / sumBytes)));
  const blocksPerGroup = Math.ceil(blocks / wanted);
  return { groups: Math.ceil(blocks / blocksPerGroup), blocksPerGroup };
}

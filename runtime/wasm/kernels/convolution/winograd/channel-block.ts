import { LANES } from "../../matmul/lanes.ts";

/** Channels of a block at most: the sums of 64 x 64 channels at 16 positions take 256 kB. */
const MOST = 64;

/** The largest number of channels, in whole vectors, that divides them all into equal blocks. */
export function channelBlock(channels: number): number {
  let block = MOST;
  while (block > LANES && channels % block > 0) block -= LANES;
  return block;
}

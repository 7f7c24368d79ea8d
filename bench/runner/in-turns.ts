import type { InTurns } from "../report/report.ts";
import { product } from "../workloads/product.ts";
import type { Workload } from "../workloads/workload.ts";
import { median } from "./statistics.ts";

/**
 * Holds a workload against the product that took turns with it, round by round.
 *
 * @param own milliseconds of a step, by round
 * @param ceiling those of the product
 * @returns null without a round that both have, and where arithmetic is not what counts
 */
export function inTurnsOf(
  { id, flops }: Workload,
  own: readonly number[],
  ceiling: readonly number[],
): InTurns | null {
  const rounds = Math.min(own.length, ceiling.length);
  if (rounds === 0 || flops === null) return null;
  const rates = ceiling.slice(0, rounds).map((ms) => product.flops! / ms / 1e6);
  const shares = rates.map((rate, round) => flops / own[round]! / 1e6 / rate);
  return { workload: id, gflops: median(rates), share: median(shares) };
}

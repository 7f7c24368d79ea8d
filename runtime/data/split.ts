import type { DataSource } from "../../compiler/ir/model.ts";
import { shuffle, streamKey } from "../../compiler/random.ts";

type Shares = DataSource["split"];

/** Rows of each part. */
export type Split = { readonly [P in keyof Shares]: Int32Array };

/**
 * Deals rows into parts that never overlap and together hold every row; each part in ascending order.
 *
 * Keyed by the data's own seed and not by the run's: runs that differ in their seed alone are compared on the
 * same validation rows, and no row that one run trained on becomes another's test.
 *
 * @param shares in any unit: 80 / 10 / 10 or 0.8 / 0.1 / 0.1
 */
export function splitRows(count: number, shares: Shares, seed: number): Split {
  const { validation, test } = countParts(count, shares);
  const order = shuffle(count, streamKey(seed, "data/split", 0));
  return {
    validation: order.slice(0, validation).sort(),
    test: order.slice(validation, validation + test).sort(),
    train: order.slice(validation + test).sort(),
  };
}

/**
 * Cuts rows that follow one another in time into training, validation and test, in this order, so that no part has
 * seen what another is asked for.
 *
 * @param reach the last rows before a cut that reach over it; they belong to no part
 */
export function splitInOrder(count: number, shares: Shares, reach: number): Split {
  const { validation, test } = countParts(count, shares);
  const second = count - test;
  const first = second - validation;
  const rows = (from: number, to: number) => {
    const end = to === count ? to : to - reach;
    return Int32Array.from({ length: Math.max(0, end - from) }, (_, place) => from + place);
  };
  return { train: rows(0, first), validation: rows(first, second), test: rows(second, count) };
}

function countParts(count: number, shares: Shares): { readonly validation: number; readonly test: number } {
  const whole = shares.train + shares.validation + shares.test;
  const validation = Math.round((count * shares.validation) / whole);
  return { validation, test: Math.min(Math.round((count * shares.test) / whole), count - validation) };
}

import type { Statement } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { i32 } from "../assembler/instructions.ts";
import { LANES, VECTOR } from "./matmul/lanes.ts";

/** How much is written out one after the other rather than in a loop. */
export interface Unrolling {
  /** Up to so many vectors there is no loop. */
  readonly most: number;
  /** Vectors of a round where there is one. */
  readonly round: number;
}

/** For bodies of a few instructions. */
const SHORT: Unrolling = { most: 8, round: 4 };
/** For bodies that are long themselves. */
export const LONG: Unrolling = { most: 1, round: 1 };

/**
 * Loads and computes what belongs to the vectors at `places[i] + offset`, and stores it, or returns the stores. Vectors
 * that the engine may join are loaded and computed side by side before any is stored, and stored side by side, too.
 */
type Body<P> = (places: P, offset: number, lanes: number) => readonly Statement[] | undefined;

/**
 * Runs through `cells` consecutive cells of several places at once, vector by vector; the last one may have fewer
 * lanes.
 */
export function forVectors<P extends readonly Local<"i32">[]>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  body: Body<P>,
  unrolling: Unrolling = SHORT,
): void {
  const beside = f.module.target.wideVectors ? 2 : 1;
  const [most, round] = [Math.max(unrolling.most, beside), Math.max(unrolling.round, beside)];
  const vectors = Math.floor(cells / LANES);
  const looped = vectors <= most ? 0 : vectors - (vectors % round);
  let places = starts;
  const run = (count: number): void => {
    for (let v = 0; v < count; v += beside) {
      const stores = Array.from(
        { length: Math.min(beside, count - v) },
        (_, b) => body(places, VECTOR * (v + b), LANES) ?? [],
      );
      stores[0]!.forEach((_, index) => {
        for (const own of stores) f.do(own[index]!);
      });
    }
  };
  if (looped > 0) {
    const moving = starts.map((start) => f.local("i32", start));
    places = moving as readonly Local<"i32">[] as P;
    const end = f.local("i32", i32.add(moving[0]!, VECTOR * looped));
    f.doWhile(
      () => i32.ltU(moving[0]!, end),
      () => {
        run(round);
        for (const place of moving) f.increase(place, VECTOR * round);
      },
    );
  }
  run(vectors - looped);
  const rest = cells % LANES;
  if (rest > 0) f.do(...(body(places, VECTOR * (vectors - looped), rest) ?? []));
}

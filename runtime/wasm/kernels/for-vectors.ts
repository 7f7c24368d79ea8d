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
 * Runs through `cells` consecutive cells of several places at once, vector by vector. The body finds a vector at
 * `places[i] + offset`; the last one may have fewer lanes.
 */
export function forVectors<P extends readonly Local<"i32">[]>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  body: (places: P, offset: number, lanes: number) => void,
  { most, round }: Unrolling = SHORT,
): void {
  const vectors = Math.floor(cells / LANES);
  const looped = vectors <= most ? 0 : vectors - (vectors % round);
  let places = starts;
  if (looped > 0) {
    const moving = starts.map((start) => f.local("i32", start));
    places = moving as readonly Local<"i32">[] as P;
    const end = f.local("i32", i32.add(moving[0]!, VECTOR * looped));
    f.doWhile(
      () => i32.ltU(moving[0]!, end),
      () => {
        for (let v = 0; v < round; v++) body(places, VECTOR * v, LANES);
        for (const place of moving) f.increase(place, VECTOR * round);
      },
    );
  }
  for (let v = 0; v < vectors - looped; v++) body(places, VECTOR * v, LANES);
  const rest = cells % LANES;
  if (rest > 0) body(places, VECTOR * (vectors - looped), rest);
}

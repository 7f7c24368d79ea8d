import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { i32 } from "../assembler/instructions.ts";
import { LANES, VECTOR } from "./matmul/lanes.ts";

/** Vectors that are written out one after the other rather than in a loop. */
const UNROLLED = 8;
/** Vectors of a round where there is a loop. */
const ROUND = 4;

/**
 * Runs through `cells` consecutive cells of several places at once, vector by vector. The body finds a vector at
 * `places[i] + offset`; the last one may have fewer lanes.
 */
export function forVectors<P extends readonly Local<"i32">[]>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  body: (places: P, offset: number, lanes: number) => void,
): void {
  const vectors = Math.floor(cells / LANES);
  const looped = vectors <= UNROLLED ? 0 : vectors - (vectors % ROUND);
  let places = starts;
  if (looped > 0) {
    const moving = starts.map((start) => f.local("i32", start));
    places = moving as readonly Local<"i32">[] as P;
    const end = f.local("i32", i32.add(moving[0]!, VECTOR * looped));
    f.doWhile(
      () => i32.ltU(moving[0]!, end),
      () => {
        for (let v = 0; v < ROUND; v++) body(places, VECTOR * v, LANES);
        for (const place of moving) f.increase(place, VECTOR * ROUND);
      },
    );
  }
  for (let v = 0; v < vectors - looped; v++) body(places, VECTOR * v, LANES);
  const rest = cells % LANES;
  if (rest > 0) body(places, VECTOR * (vectors - looped), rest);
}

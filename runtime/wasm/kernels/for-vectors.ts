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
/** The same where two vectors are joined. */
const LONG_PAIRS: Unrolling = { most: 2, round: 2 };

/** As many as are computed side by side. */
const GROUPS: Unrolling = { most: 4, round: 4 };

type Places = readonly Local<"i32">[];

/**
 * Runs through `cells` consecutive cells of several places at once, vector by vector. The body finds a vector at
 * `places[i] + offset`; the last one may have fewer lanes.
 */
export function forVectors<P extends Places>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  body: (places: P, offset: number, lanes: number) => void,
  unrolling: Unrolling = SHORT,
): void {
  walk(f, cells, starts, unrolling, (places, vectors) => {
    for (const { offset, lanes } of vectors) body(places, offset, lanes);
  });
}

/**
 * The same for vectors that are computed side by side: the body finds those of a round together, four or fewer; a cut one
 * comes alone.
 */
export function forVectorGroups<P extends Places>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  body: (places: P, vectors: readonly VectorPlace[]) => void,
): void {
  walk(f, cells, starts, GROUPS, body);
}

/**
 * The same for a long body that computes more than it moves, and gives what it stores to `store`. Where the engine joins
 * vectors, two are loaded and computed side by side before any is stored, and stored side by side, too.
 */
export function forVectorPairs<P extends Places>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  body: (places: P, offset: number, lanes: number, store: (...stores: Statement[]) => void) => void,
): void {
  if (!f.module.target.wideVectors) {
    const store = (...stores: Statement[]): void => f.do(...stores);
    forVectors(f, cells, starts, (places, offset, lanes) => body(places, offset, lanes, store), LONG);
    return;
  }
  walk(f, cells, starts, LONG_PAIRS, (places, vectors) => {
    const storesOf = vectors.map(({ offset, lanes }) => {
      const own: Statement[] = [];
      body(places, offset, lanes, (...stores) => own.push(...stores));
      return own;
    });
    storesOf[0]!.forEach((_, index) => {
      for (const own of storesOf) f.do(own[index]!);
    });
  });
}

interface VectorPlace {
  readonly offset: number;
  readonly lanes: number;
}

/** Visits the vectors, those of a round together; the cut one at the end by itself. */
function walk<P extends Places>(
  f: FunctionBuilder,
  cells: number,
  starts: P,
  { most, round }: Unrolling,
  visit: (places: P, vectors: readonly VectorPlace[]) => void,
): void {
  const vectors = Math.floor(cells / LANES);
  const looped = vectors <= most ? 0 : vectors - (vectors % round);
  const whole = (count: number): readonly VectorPlace[] =>
    Array.from({ length: count }, (_, v) => ({ offset: VECTOR * v, lanes: LANES }));
  let places = starts;
  if (looped > 0) {
    const moving = starts.map((start) => f.local("i32", start));
    places = moving as Places as P;
    const end = f.local("i32", i32.add(moving[0]!, VECTOR * looped));
    f.doWhile(
      () => i32.ltU(moving[0]!, end),
      () => {
        visit(places, whole(round));
        for (const place of moving) f.increase(place, VECTOR * round);
      },
    );
  }
  const left = vectors - looped;
  if (left > 0) visit(places, whole(left));
  const rest = cells % LANES;
  if (rest > 0) visit(places, [{ offset: VECTOR * left, lanes: rest }]);
}

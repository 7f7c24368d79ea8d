/** How a reduction joins numbers, in vectors and alone. NaN with anything is NaN, as in `Math.max`. */
import type { KernelAttributes } from "../../../../compiler/plan/host-kernel.ts";
import type { Expression, F64, V128 } from "../../assembler/expression.ts";
import { f32, f32x4, f64, f64x2, v128 } from "../../assembler/instructions.ts";

export type Combine = KernelAttributes["reduce"]["combine"];

interface Combiner {
  /** What nothing at all comes to. */
  readonly start: number;
  /** Of a few vectors whose expressions may be evaluated twice. */
  readonly f32x4: (vectors: readonly V128[]) => V128;
  readonly f64x2: (a: V128, b: V128) => V128;
  readonly f32: (a: Expression<"f32">, b: Expression<"f32">) => Expression<"f32">;
  readonly f64: (a: F64, b: F64) => Expression<"f64">;
}

export const combiners: { readonly [K in Combine]: Combiner } = {
  sum: { start: 0, f32x4: pairwise(f32x4.add), f64x2: f64x2.add, f32: f32.add, f64: f64.add },
  max: {
    start: Number.NEGATIVE_INFINITY,
    f32x4: maxOfVectors,
    f64x2: f64x2.max,
    f32: f32.max,
    f64: f64.max,
  },
};

/**
 * `f32x4.max` is some eight instructions of the machine, `pmax` one that forgets NaN; so NaN is looked for beside
 * it: all ones are one. Of zeros it gives the sign of either.
 */
function maxOfVectors(vectors: readonly V128[]): V128 {
  const wrong = vectors.map((x) => f32x4.ne(x, x));
  return v128.or(combinePairwise(vectors, f32x4.pmax), combinePairwise(wrong, v128.or));
}

function pairwise(combine: (a: V128, b: V128) => V128) {
  return (vectors: readonly V128[]): V128 => combinePairwise(vectors, combine);
}

/** Joins pairs, then pairs of pairs: n numbers are rounded log2 n times one after the other, not n times. */
export function combinePairwise<T>(terms: readonly T[], combine: (a: T, b: T) => T): T {
  if (terms.length === 1) return terms[0]!;
  const half = terms.length >> 1;
  return combine(combinePairwise(terms.slice(0, half), combine), combinePairwise(terms.slice(half), combine));
}

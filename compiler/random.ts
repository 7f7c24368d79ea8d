/**
 * The counter-based random numbers of everything that regnet draws: initial weights, dropout masks, the order
 * of the data, synthetic data. A draw is a pure function of (key, counter), in 32-bit integer arithmetic alone,
 * so every backend makes the same bits, in any order, and no site disturbs another (rule 0.7).
 */

export type Key = readonly [number, number];

const TWO_TO_24 = 2 ** 24;
const TWO_TO_32 = 2 ** 32;

/**
 * A bijection of 32-bit words with strong avalanche; takes and gives an int32.
 * Source: "lowbias32" of C. Wellons, Prospecting for Hash Functions, 2018.
 */
export function mix(word: number): number {
  let x = word;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x;
}

/**
 * 32 random bits, as an unsigned number, for a key and a counter (0 … 2^32 - 1).
 *
 * Two rounds: one word of the key enters by xor, the other by addition. The two do not commute through `mix`, so
 * streams of two keys coincide under no shift of their counters unless both words agree.
 */
export function bits(k0: number, k1: number, counter: number): number {
  return mix((mix(counter ^ k0) + k1) | 0) >>> 0;
}

/**
 * The key of one noise site's stream at one step: two int32 words.
 *
 * @param runSeed whole, 0 … 2^53 - 1; seed 0 is a seed like any other (unlike tfjs, T7)
 * @param site the site's name, unique in its run
 * @param step finished steps, 0 … 2^53 - 1
 * @param replica tells apart several draws for one site and step: R-drop's passes, Monte-Carlo samples
 */
export function streamKey(runSeed: number, site: string, step: number, replica = 0): Key {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  // Given the word, (a, b) -> (a', b') is a bijection: absorbing never loses what went in before.
  const absorb = (word: number): void => {
    a = mix(a ^ word);
    b = mix((b + a) ^ Math.imul(word, 0x9e3779b1));
  };
  for (const number of [runSeed, step, replica, site.length]) {
    absorb(number | 0);
    absorb(Math.floor(number / TWO_TO_32) | 0);
  }
  for (let i = 0; i < site.length; i++) absorb(site.charCodeAt(i));
  return [a, b];
}

/** Uniform in [0, 1) with 24 bits: exact in float32, where more bits would round up to 1. */
export function uniform(k0: number, k1: number, counter: number): number {
  return (bits(k0, k1, counter) >>> 8) / TWO_TO_24;
}

/**
 * Standard normal; reads the counters 2i and 2i + 1. Values lie within ±6.67.
 * Source: Box and Muller, A Note on the Generation of Random Normal Deviates, 1958.
 */
export function normal(k0: number, k1: number, counter: number): number {
  const radius = Math.sqrt(-2 * Math.log((bits(k0, k1, 2 * counter) + 1) / TWO_TO_32));
  return radius * Math.cos((2 * Math.PI * bits(k0, k1, 2 * counter + 1)) / TWO_TO_32);
}

/** A permutation of 0 … n-1: the shuffle of Fisher and Yates; n up to 2^21, where products are still exact. */
export function shuffle(n: number, [k0, k1]: Key): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((bits(k0, k1, i) * (i + 1)) / TWO_TO_32);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}

/** A cell is dropped when its `bits` lie below this: the rate as a share of 2^32. */
export function dropThreshold(rate: number): number {
  return Math.floor(rate * TWO_TO_32);
}

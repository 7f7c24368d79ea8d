/** Uniform in [0, 1): a counter hashed by the finalizer of MurmurHash3, so that every run draws the same values. */
export function randomValue(seed: number, index: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 8) / 2 ** 24;
}

export function randomReals(seed: number, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => randomValue(seed, index));
}

export function randomIndices(seed: number, size: number, classes: number): Int32Array {
  return Int32Array.from({ length: size }, (_, index) => Math.floor(classes * randomValue(seed, index)));
}

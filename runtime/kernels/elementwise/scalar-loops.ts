/**
 * Each scalar operation as a loop over a chunk. They are spelled out, one loop each: a loop over a function
 * passed in would call it for every cell. Results are rounded to float32 by the array they are stored in.
 *
 * Where a cell decides between two values, the choice is made by a mask over their bits: a branch that goes
 * either way half of the time, as that of a relu does, costs five times as much.
 */
import type { ScalarOperation } from "../../../compiler/program/scalar-kernel.ts";
import { erf } from "./erf.ts";

/** Operands b and c are a again where the operation takes fewer; i, j, k are where each begins. */
export type ScalarLoop = (
  y: Float32Array,
  n: number,
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  c: Float32Array,
  k: number,
) => void;

export type LoopName = Exclude<ScalarOperation["op"], "constant"> | "copy";

/** The bits of a float32's exponent: none is set in 0 and in subnormal numbers. */
const EXPONENT = 0x7f800000;

export const scalarLoops: { readonly [K in LoopName]: ScalarLoop } = {
  copy(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]!;
  },
  neg(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = -a[i + e]!;
  },
  abs(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.abs(a[i + e]!);
  },
  sign(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.sign(a[i + e]!);
  },
  exp(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.exp(a[i + e]!);
  },
  expm1(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.expm1(a[i + e]!);
  },
  log(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.log(a[i + e]!);
  },
  log1p(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.log1p(a[i + e]!);
  },
  sqrt(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.sqrt(a[i + e]!);
  },
  tanh(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.tanh(a[i + e]!);
  },
  sigmoid(y, n, a, i) {
    for (let e = 0; e < n; e++) {
      // In float64 the exponential of a float32 that overflows gives 1 / Infinity: 0, as it should.
      y[e] = 1 / (1 + Math.exp(-a[i + e]!));
    }
  },
  relu(y, n, a, i) {
    const [u, v] = [bits(y, 0, n), bits(a, i, n)];
    for (let e = 0; e < n; e++) u[e] = v[e]! & -Number(!(a[i + e]! <= 0));
  },
  erf(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = erf(a[i + e]!);
  },
  floor(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.floor(a[i + e]!);
  },
  flush_subnormal(y, n, a, i) {
    const [u, v] = [bits(y, 0, n), bits(a, i, n)];
    for (let e = 0; e < n; e++) u[e] = v[e]! & -Number((v[e]! & EXPONENT) !== 0);
  },
  add(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! + b[j + e]!;
  },
  sub(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! - b[j + e]!;
  },
  mul(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! * b[j + e]!;
  },
  div(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! / b[j + e]!;
  },
  max(y, n, a, i, b, j) {
    const [u, v, w] = [bits(y, 0, n), bits(a, i, n), bits(b, j, n)];
    for (let e = 0; e < n; e++) {
      const p = a[i + e]!;
      const mask = -(Number(p > b[j + e]!) | Number(Number.isNaN(p)));
      u[e] = (v[e]! & mask) | (w[e]! & ~mask);
    }
  },
  min(y, n, a, i, b, j) {
    const [u, v, w] = [bits(y, 0, n), bits(a, i, n), bits(b, j, n)];
    for (let e = 0; e < n; e++) {
      const p = a[i + e]!;
      const mask = -(Number(p < b[j + e]!) | Number(Number.isNaN(p)));
      u[e] = (v[e]! & mask) | (w[e]! & ~mask);
    }
  },
  pow(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! ** b[j + e]!;
  },
  equal(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = Number(a[i + e]! === b[j + e]!);
  },
  less(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = Number(a[i + e]! < b[j + e]!);
  },
  less_equal(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = Number(a[i + e]! <= b[j + e]!);
  },
  greater(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = Number(a[i + e]! > b[j + e]!);
  },
  greater_equal(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = Number(a[i + e]! >= b[j + e]!);
  },
  // A product of two float32 is exact in float64.
  multiply_add(y, n, a, i, b, j, c, k) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! * b[j + e]! + c[k + e]!;
  },
  negative_multiply_add(y, n, a, i, b, j, c, k) {
    for (let e = 0; e < n; e++) y[e] = c[k + e]! - a[i + e]! * b[j + e]!;
  },
  select(y, n, a, i, b, j, c, k) {
    const [u, v, w] = [bits(y, 0, n), bits(b, j, n), bits(c, k, n)];
    for (let e = 0; e < n; e++) {
      const mask = -Number(a[i + e]! !== 0);
      u[e] = (v[e]! & mask) | (w[e]! & ~mask);
    }
  },
};

/** The cells' float32 bits, to be chosen between by masks. */
function bits(array: Float32Array, start: number, length: number): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset + 4 * start, length);
}

/**
 * Each scalar operation as a loop over a chunk. They are spelled out, one loop each: a loop over a function
 * passed in would call it for every cell. Results are rounded to float32 by the array they are stored in.
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
    for (let e = 0; e < n; e++) y[e] = Math.max(a[i + e]!, 0);
  },
  erf(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = erf(a[i + e]!);
  },
  floor(y, n, a, i) {
    for (let e = 0; e < n; e++) y[e] = Math.floor(a[i + e]!);
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
    for (let e = 0; e < n; e++) y[e] = Math.max(a[i + e]!, b[j + e]!);
  },
  min(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = Math.min(a[i + e]!, b[j + e]!);
  },
  pow(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! ** b[j + e]!;
  },
  equal(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! === b[j + e]! ? 1 : 0;
  },
  less(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! < b[j + e]! ? 1 : 0;
  },
  less_equal(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! <= b[j + e]! ? 1 : 0;
  },
  greater(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! > b[j + e]! ? 1 : 0;
  },
  greater_equal(y, n, a, i, b, j) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! >= b[j + e]! ? 1 : 0;
  },
  select(y, n, a, i, b, j, c, k) {
    for (let e = 0; e < n; e++) y[e] = a[i + e]! !== 0 ? b[j + e]! : c[k + e]!;
  },
};

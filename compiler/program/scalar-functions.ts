/** The meaning of each elementwise function on float64 numbers; comparisons give 1 and 0. */
import type { BinaryName, ComparisonName, UnaryName } from "./primitive-attributes.ts";
import type { MultiplyAddName } from "./scalar-kernel.ts";

/** The least magnitude that float32 holds with all its digits. */
export const LEAST_NORMAL = 2 ** -126;

export const unaryFunctions: { readonly [K in UnaryName]: (x: number) => number } = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: Math.sign,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Math.max(x, 0),
  erf,
  floor: Math.floor,
  flush_subnormal: (x) => (Math.abs(x) < LEAST_NORMAL ? 0 : x),
};

export const binaryFunctions: { readonly [K in BinaryName]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  pow: (a, b) => a ** b,
};

export const multiplyAddFunctions: {
  readonly [K in MultiplyAddName]: (a: number, b: number, c: number) => number;
} = {
  multiply_add: (a, b, c) => a * b + c,
  negative_multiply_add: (a, b, c) => c - a * b,
};

export const comparisonFunctions: { readonly [K in ComparisonName]: (a: number, b: number) => number } = {
  equal: (a, b) => Number(a === b),
  less: (a, b) => Number(a < b),
  less_equal: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greater_equal: (a, b) => Number(a >= b),
};

/**
 * The error function by its series of positive terms (Abramowitz and Stegun 7.1.6), which loses no digits:
 * erf x = 2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)). Beyond 6 it is ±1 in float64.
 */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

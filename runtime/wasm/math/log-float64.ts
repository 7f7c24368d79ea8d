import type { Expression } from "../assembler/expression.ts";
import { f64, f64x2, i32, i32x4 } from "../assembler/instructions.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/** The high and low part of ln 2; n times the high one is exact. */
const [LN2_HIGH, LN2_LOW] = [6.9314718036912382e-1, 1.9082149292705877e-10];
/** The polynomial of fdlibm's e_log.c (Sun Microsystems, 1993), from s² on. */
const COEFFICIENTS = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
];
/** The exponent's bits of 1 in the high word, and what carries mantissas from √2 on into the next exponent. */
const [ONE, FROM_ROOT_OF_2] = [0x3ff00000, 0x95f64];

/**
 * The function log x of a normal float64 x > 0, to an ulp: for sums that are 1 and a little more, whose logarithm
 * float32 does not know. NaN stays.
 */
export function logFloat64(module: ModuleBuilder) {
  return module.valuedFunction("log of f64", ["f64"], "f64", (g, x) => {
    const bits = g.local("v128", f64x2.splat(x));
    const high = g.local("i32", i32x4.extractLane(bits, 1));
    const mantissa = g.local("i32", i32.and(high, 0xfffff));
    const carry = g.local("i32", i32.and(i32.add(mantissa, FROM_ROOT_OF_2), 0x100000));
    const exponent = i32.add(i32.sub(i32.shrS(high, 20), 1023), i32.shrU(carry, 20));
    const n = g.local("f64", f64.convertI32S(exponent));
    const scaled = i32x4.replaceLane(bits, 1, i32.or(mantissa, i32.xor(carry, ONE)));
    // log (1 + t) = t - t²/2 + s (t²/2 + R), where s = t / (2 + t) and R is a polynomial in s².
    const t = g.local("f64", f64.sub(f64x2.extractLane(scaled, 0), 1));
    const s = g.local("f64", f64.div(t, f64.add(t, 2)));
    const square = g.local("f64", f64.mul(s, s));
    // Odd and even powers apart, so that neither waits for the other.
    const fourth = g.local("f64", f64.mul(square, square));
    const powers = (from: number): Expression<"f64"> =>
      COEFFICIENTS.filter((_, power) => power % 2 === from)
        .map((coefficient): Expression<"f64"> => f64.const(coefficient))
        .reduceRight((sum, coefficient) => f64.add(coefficient, f64.mul(fourth, sum)));
    const polynomial = f64.add(f64.mul(square, powers(0)), f64.mul(fourth, powers(1)));
    const half = g.local("f64", f64.mul(f64.mul(t, t), 0.5));
    const tail = f64.add(f64.mul(s, f64.add(half, polynomial)), f64.mul(n, LN2_LOW));
    const log = f64.sub(f64.mul(n, LN2_HIGH), f64.sub(f64.sub(half, tail), t));
    // The bits of a NaN are cut up above: it comes back here.
    return f64.add(log, f64.sub(x, x));
  });
}

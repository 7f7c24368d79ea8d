import { oddRational } from "./odd-rational.ts";

const SLOPE = 2 / Math.sqrt(Math.PI);

/** Relative error below 4e-7. Coefficients: minimax to 2e-8, fitted by Lawson's iteration. */
export const erf = oddRational({
  numerator: [1, 0.168597443656, 0.046720669051, 0.00332876712451, 0.000251897486668, 1.81296787955e-6].map(
    (coefficient) => coefficient * SLOPE,
  ),
  denominator: [1, 0.501930372835, 0.114033338979, 0.0149508044235, 0.00115940969988, 3.80125672765e-5],
  saturates: 3.93,
});

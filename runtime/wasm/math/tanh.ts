import { oddRational } from "./odd-rational.ts";

/** Relative error below 3.5e-7. Coefficients: minimax to 2.2e-8, fitted by Lawson's iteration. */
export const tanh = oddRational({
  numerator: [1, 0.133826726173, 0.00349744044238, 2.0635548969e-5, 1.33839348623e-8],
  denominator: [1, 0.46715993876, 0.0258842948782, 0.000328848956962, 7.7900984601e-7],
  saturates: 9.02,
});

import type { Builder } from "../program/builder.ts";
import type { Value } from "../program/program.ts";

/**
 * log(1 + eˣ) without overflow, as ½x + ½|x| + log1p(e^-|x|). Not max(x, 0) + log1p(e^-|x|): there both terms
 * have derivative 0 at exactly x = 0 (T1, T18) where it must be ½, and logits of a fresh network can be 0.
 */
export function softplusValue(b: Builder, x: Value): Value {
  const magnitude = b.abs(x);
  const positive = b.add(b.scale(x, 0.5), b.scale(magnitude, 0.5));
  return b.add(positive, b.log1p(b.exp(b.neg(magnitude))));
}

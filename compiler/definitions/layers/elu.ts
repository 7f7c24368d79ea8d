import type { Builder } from "../../program/builder.ts";
import type { Value } from "../../program/program.ts";
import { elementwise } from "./elementwise.ts";

/** x for x > 0, else α(eˣ - 1). Only min(0, x) enters the exponential, so that nothing overflows either way. */
export function eluValue(b: Builder, x: Value, alpha: number): Value {
  // A tie sends the gradient to the second argument, x: the derivative at 0 is α, as in torch.
  const negative = b.min(b.constant(0), x);
  return b.add(b.relu(x), b.scale(b.expm1(negative), alpha));
}

export const elu = elementwise({
  name: "elu",
  doc: "Exponential linear unit.",
  source: "x where x > 0, else α(e^x - 1) (Clevert et al. 2016)",
  options: { alpha: { type: "number", above: 0, default: 1, doc: "α: the limit at minus infinity is -α." } },
  gives: "hardly any negative numbers",
  positional: ["alpha"],
  value: (b, x, { alpha }) => eluValue(b, x, alpha),
});

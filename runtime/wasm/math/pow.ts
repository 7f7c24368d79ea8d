import type { V128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { f32, f32x4, f64 } from "../assembler/instructions.ts";
import { choose, float, keep, type VectorFunction } from "./lanes.ts";

/** x to the power y, as `**` in JavaScript: it is JavaScript that computes it, lane by lane. */
export function pow(f: FunctionBuilder, x: V128, y: V128): V128 {
  const helper = f.module.valuedFunction("pow", ["v128", "v128"], "v128", (g, base, exponent) => {
    const result = g.local("v128", base);
    for (const lane of [0, 1, 2, 3]) {
      const [p, q] = [base, exponent].map((of) => f64.promoteF32(f32x4.extractLane(of, lane))) as [
        ReturnType<typeof f64.const>,
        ReturnType<typeof f64.const>,
      ];
      const power = f32.demoteF64(f.module.callHost("pow", p, q));
      g.set(result, f32x4.replaceLane(result, lane, power));
    }
    return result;
  });
  return helper.call(x, y);
}

const square: VectorFunction = (f, x) => {
  const kept = keep(f, x);
  return f32x4.mul(kept, kept);
};
const reciprocal: VectorFunction = (f, x) => f32x4.div(float(f, 1), x);
/** Unlike the root, the power is ∞ at -∞ and +0 at -0. */
const root: VectorFunction = (f, x) => {
  const kept = keep(f, x);
  const infinite = f32x4.eq(kept, float(f, Number.NEGATIVE_INFINITY));
  const power = f32x4.sqrt(f32x4.add(kept, float(f, 0)));
  return choose(f, infinite, float(f, Number.POSITIVE_INFINITY), power);
};

/** Powers that need no `pow`, by exponent. Relative error below 2e-7. */
export const powers: ReadonlyMap<number, VectorFunction> = new Map<number, VectorFunction>([
  [0, (f) => float(f, 1)],
  [1, (_, x) => x],
  [2, square],
  [
    3,
    (f, x) => {
      const kept = keep(f, x);
      return f32x4.mul(square(f, kept), kept);
    },
  ],
  [4, (f, x) => square(f, square(f, x))],
  [0.5, root],
  [-0.5, (f, x) => reciprocal(f, root(f, x))],
  [-1, reciprocal],
  [-2, (f, x) => square(f, reciprocal(f, x))],
]);

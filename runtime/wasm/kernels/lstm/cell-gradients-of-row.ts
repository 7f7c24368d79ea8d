import type { V128 } from "../../assembler/expression.ts";
import type { Local } from "../../assembler/function-builder.ts";
import { f32x4 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { float, keep, multiplyAdd, negativeMultiplyAdd } from "../../math/lanes.ts";
import { tanh } from "../../math/tanh.ts";
import { forVectorPairs } from "../for-vectors.ts";
import { CELL, loadLanes, storeLanes } from "../matmul/lanes.ts";

/**
 * byHidden [H], byCells [H], gates [4H], cells [H], before [H] (the cells of the step before), later [H] (the gradient by
 * the hidden state from the step after), carried [H] (likewise by the cells; replaced by what the step before gets),
 * byProjected [4H], sums [4H] (the same once more).
 */
const PARAMETERS = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;
export type CellGradientParameters = typeof PARAMETERS;

/**
 * The function that computes the gradients by the sums under the gates, of one example at one step.
 *
 * @param hasCells whether there is a gradient by the cells; if not, byCells is not read
 * @param follows false: at the first step, where before is not read
 */
export function cellGradientsOfRow(
  module: ModuleBuilder,
  units: number,
  { hasCells, follows }: { readonly hasCells: boolean; readonly follows: boolean },
): FunctionReference<CellGradientParameters> {
  const key = `lstm cell gradients ${units}${hasCells ? " with cells" : ""}${follows ? "" : " first"}`;
  return module.function(key, PARAMETERS, (f, ...given) => {
    const one = float(f, 1);
    const gateOffset = (index: number): number => CELL * units * index;
    forVectorPairs(f, units, given, (places, offset, lanes, store) => {
      const [byHidden, byCells, gates, cells, before, later, carried, byProjected, sums] = places;
      const of = (place: Local<"i32">): V128 => loadLanes(place, offset, lanes);
      const gate = (index: number): V128 =>
        f.local("v128", loadLanes(gates, offset + gateOffset(index), lanes));
      const give = (index: number, x: V128): void => {
        const result = keep(f, x);
        for (const place of [byProjected, sums])
          store(...storeLanes(place, offset + gateOffset(index), result, lanes));
      };
      const squashed = keep(f, tanh(f, of(cells)));
      const output = gate(3);
      const opened = keep(f, f32x4.mul(f32x4.add(of(byHidden), of(later)), output));
      give(3, f32x4.mul(f32x4.mul(opened, squashed), f32x4.sub(one, output)));

      const slope = negativeMultiplyAdd(f, squashed, squashed, one);
      const direct = hasCells ? f32x4.add(of(carried), of(byCells)) : of(carried);
      const byCell = keep(f, multiplyAdd(f, opened, slope, direct));
      const forget = gate(1);
      const kept = keep(f, f32x4.mul(byCell, forget));
      store(...storeLanes(carried, offset, kept, lanes));
      give(1, follows ? f32x4.mul(f32x4.mul(kept, of(before)), f32x4.sub(one, forget)) : float(f, 0));

      const [input, candidate] = [gate(0), gate(2)];
      const entered = keep(f, f32x4.mul(byCell, input));
      give(0, f32x4.mul(f32x4.mul(entered, candidate), f32x4.sub(one, input)));
      give(2, f32x4.mul(entered, negativeMultiplyAdd(f, candidate, candidate, one)));
    });
  });
}

import type { V128 } from "../../assembler/expression.ts";
import { f32x4 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { keep, multiplyAdd } from "../../math/lanes.ts";
import { sigmoid } from "../../math/sigmoid.ts";
import { tanh } from "../../math/tanh.ts";
import { forVectorPairs } from "../for-vectors.ts";
import { CELL, loadLanes, storeLanes } from "../matmul/lanes.ts";

/**
 * projected [4H], sums [4H] (what the recurrent kernel adds), before [H] (the cells of the step before), gates [4H],
 * cells [H], hidden [H], state [H] (the hidden state once more).
 */
const PARAMETERS = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;
export type CellParameters = typeof PARAMETERS;

/**
 * The function that computes the gates, cells and hidden state of one example at one step.
 *
 * @param follows false: at the first step, where sums and before are not read
 */
export function cellsOfRow(
  module: ModuleBuilder,
  units: number,
  follows: boolean,
): FunctionReference<CellParameters> {
  const key = `lstm cells ${units}${follows ? "" : " first"}`;
  return module.function(key, PARAMETERS, (f, ...given) => {
    forVectorPairs(
      f,
      units,
      given,
      ([projected, sums, before, gates, cells, hidden, state], offset, lanes, store) => {
        const gate = (index: number): V128 => {
          const gateOffset = offset + CELL * units * index;
          const own = loadLanes(projected, gateOffset, lanes);
          const sum = keep(f, follows ? f32x4.add(own, loadLanes(sums, gateOffset, lanes)) : own);
          const value = keep(f, index === 2 ? tanh(f, sum) : sigmoid(f, sum));
          store(...storeLanes(gates, gateOffset, value, lanes));
          return value;
        };
        const [input, forget, candidate, output] = [gate(0), gate(1), gate(2), gate(3)];
        const entered = f32x4.mul(input, candidate);
        const kept = () => loadLanes(before, offset, lanes);
        const cell = keep(f, follows ? multiplyAdd(f, forget, kept(), entered) : entered);
        store(...storeLanes(cells, offset, cell, lanes));
        const given = keep(f, f32x4.mul(output, tanh(f, cell)));
        for (const place of [hidden, state]) store(...storeLanes(place, offset, given, lanes));
      },
    );
  });
}

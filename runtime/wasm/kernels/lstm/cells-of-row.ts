import type { V128 } from "../../assembler/expression.ts";
import { f32x4 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { keep, multiplyAdd } from "../../math/lanes.ts";
import { sigmoid } from "../../math/sigmoid.ts";
import { tanh } from "../../math/tanh.ts";
import { forVectors, LONG } from "../for-vectors.ts";
import { CELL, loadLanes, storeLanes } from "../matmul/lanes.ts";

/**
 * follows (0: at the first step, where sums and before are not read), projected [4H], sums [4H] (what the recurrent
 * kernel adds), before [H] (the cells of the step before), gates [4H], cells [H], hidden [H], state [H] (the hidden
 * state once more).
 */
const PARAMETERS = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;
export type CellParameters = typeof PARAMETERS;

/** The function that computes the gates, cells and hidden state of one example at one step. */
export function cellsOfRow(module: ModuleBuilder, units: number): FunctionReference<CellParameters> {
  return module.function(`lstm cells ${units}`, PARAMETERS, (f, follows, ...given) => {
    const sum = f.local("v128");
    forVectors(
      f,
      units,
      given,
      ([projected, sums, before, gates, cells, hidden, state], offset, lanes) => {
        const gate = (index: number): V128 => {
          const gateOffset = offset + CELL * units * index;
          f.set(sum, loadLanes(projected, gateOffset, lanes));
          f.if(follows, () => f.set(sum, f32x4.add(sum, loadLanes(sums, gateOffset, lanes))));
          const value = keep(f, index === 2 ? tanh(f, sum) : sigmoid(f, sum));
          f.do(...storeLanes(gates, gateOffset, value, lanes));
          return value;
        };
        const [input, forget, candidate, output] = [gate(0), gate(1), gate(2), gate(3)];
        const cell = f.local("v128", f32x4.mul(input, candidate));
        f.if(follows, () => f.set(cell, multiplyAdd(f, forget, loadLanes(before, offset, lanes), cell)));
        f.do(...storeLanes(cells, offset, cell, lanes));
        const given = keep(f, f32x4.mul(output, tanh(f, cell)));
        for (const place of [hidden, state]) f.do(...storeLanes(place, offset, given, lanes));
      },
      LONG,
    );
  });
}

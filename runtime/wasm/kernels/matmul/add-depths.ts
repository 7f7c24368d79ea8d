import { f32x4, i32, v128 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL, LANES, loadLanes, storeLanes } from "./lanes.ts";
import { multiplyAdd } from "./multiply-add.ts";

/** matrix, stride (bytes from depth to depth), vector, result, cells (of the result). */
export type AddParameters = readonly ["i32", "i32", "i32", "i32", "i32"];
const PARAMETERS: AddParameters = ["i32", "i32", "i32", "i32", "i32"];

/**
 * The function that computes result[c] = Σ_d vector[d] matrix[d, c] for `depths` depths, 1 … 8, read side by side, or
 * adds these sums to the result.
 */
export function addDepths(
  module: ModuleBuilder,
  depths: number,
  accumulate: boolean,
): FunctionReference<AddParameters> {
  return module.function(
    `matmul ${accumulate ? "add" : "set"} ${depths}`,
    PARAMETERS,
    (f, matrix, stride, vector, result, cells) => {
      const factors = Array.from({ length: depths }, (_, d) =>
        f.local("v128", v128.load32Splat(vector, CELL * d)),
      );
      const starts = [matrix];
      for (let d = 1; d < depths; d++) starts.push(f.local("i32", i32.add(starts.at(-1)!, stride)));
      const sum = f.local("v128");
      const take = (lanes: number): void => {
        f.set(sum, accumulate ? loadLanes(result, 0, lanes) : f32x4.const(0));
        factors.forEach((factor, d) => {
          f.set(sum, multiplyAdd(module.target, factor, loadLanes(starts[d]!, 0, lanes), sum));
        });
        f.do(...storeLanes(result, 0, sum, lanes));
        for (const address of [result, ...starts]) f.increase(address, CELL * lanes);
        f.increase(cells, -lanes);
      };
      f.while(
        () => i32.geS(cells, LANES),
        () => take(LANES),
      );
      f.while(
        () => i32.gtS(cells, 0),
        () => take(1),
      );
    },
  );
}

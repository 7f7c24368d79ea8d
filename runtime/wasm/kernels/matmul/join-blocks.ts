import { f32x4, i32 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL, LANES, loadLanes, storeLanes, VECTOR } from "./lanes.ts";

/** The function that adds up so many blocks of cells, in order: source, stride (bytes), blocks, target, cells. */
export function joinBlocks(
  module: ModuleBuilder,
): FunctionReference<readonly ["i32", "i32", "i32", "i32", "i32"]> {
  return module.function(
    "matmul join blocks",
    ["i32", "i32", "i32", "i32", "i32"],
    (f, source, stride, blocks, target, cells) => {
      const sums = Array.from({ length: 4 }, () => f.local("v128"));
      const [at, left] = [f.local("i32"), f.local("i32")];
      // A line of memory, a vector, a cell.
      for (const [lanes, vectors] of [
        [LANES, 4],
        [LANES, 1],
        [1, 1],
      ] as const)
        f.while(
          () => i32.geS(cells, lanes * vectors),
          () => {
            const some = [...sums.slice(0, vectors).entries()];
            for (const [, sum] of some) f.set(sum, f32x4.const(0));
            f.set(at, source);
            f.for(left, 0, blocks, 1, () => {
              for (const [v, sum] of some) f.set(sum, f32x4.add(sum, loadLanes(at, VECTOR * v, lanes)));
              f.increase(at, stride);
            });
            for (const [v, sum] of some) f.do(...storeLanes(target, VECTOR * v, sum, lanes));
            for (const address of [source, target]) f.increase(address, CELL * lanes * vectors);
            f.increase(cells, -lanes * vectors);
          },
        );
    },
  );
}

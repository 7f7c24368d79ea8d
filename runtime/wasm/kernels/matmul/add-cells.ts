import { f32x4, i32 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL, LANES, loadLanes, storeLanes } from "./lanes.ts";

/** The function that adds cells to others. Its parameters: source, target, cells. */
export function addCells(module: ModuleBuilder): FunctionReference<readonly ["i32", "i32", "i32"]> {
  return module.function("matmul add cells", ["i32", "i32", "i32"], (f, source, target, cells) => {
    for (const lanes of [LANES, 1])
      f.while(
        () => i32.geS(cells, lanes),
        () => {
          const sum = f32x4.add(loadLanes(target, 0, lanes), loadLanes(source, 0, lanes));
          f.do(...storeLanes(target, 0, sum, lanes));
          for (const address of [source, target]) f.increase(address, CELL * lanes);
          f.increase(cells, -lanes);
        },
      );
  });
}

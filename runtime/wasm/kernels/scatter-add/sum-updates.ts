import { f32x4, f64x2, i32, shuffle32 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { LANES, loadLanes, storeLanes, VECTOR } from "../matmul/lanes.ts";

/** Columns that are summed at once: their totals are eight registers, and a line of the cache. */
export const COLUMNS = 16;

/**
 * The function `(updates, position, end, to)` that adds up rows of updates in float64.
 *
 * @param width cells of a row of the updates
 * @param columns of them to be summed, up to `COLUMNS`
 */
export function sumUpdates(module: ModuleBuilder, width: number, columns: number) {
  const key = `sum ${columns} columns of rows of ${width}`;
  return module.function(key, ["i32", "i32", "i32", "i32"], (f, updates, position, end, to) => {
    const vectors = Array.from({ length: Math.ceil(columns / LANES) }, (_, v) => ({
      offset: v * VECTOR,
      lanes: Math.min(LANES, columns - v * LANES),
      low: f.local("v128", f64x2.const(0)),
      high: f.local("v128", f64x2.const(0)),
    }));
    const [at, row, x] = [f.local("i32", position), f.local("i32"), f.local("v128")];
    f.doWhile(
      () => i32.ne(at, end),
      () => {
        f.set(row, i32.add(updates, i32.mul(i32.load(at), 4 * width)));
        for (const { offset, lanes, low, high } of vectors) {
          f.set(x, loadLanes(row, offset, lanes));
          f.set(low, f64x2.add(low, f64x2.promoteLowF32x4(x)));
          f.set(high, f64x2.add(high, f64x2.promoteLowF32x4(shuffle32(x, x, [2, 3, 2, 3]))));
        }
        f.increase(at, 4);
      },
    );
    for (const { offset, lanes, low, high } of vectors) {
      const total = shuffle32(f32x4.demoteF64x2Zero(low), f32x4.demoteF64x2Zero(high), [0, 1, 4, 5]);
      f.do(...storeLanes(to, offset, f.local("v128", total), lanes));
    }
  });
}

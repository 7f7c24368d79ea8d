import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import type { Axis } from "./box.ts";

/** Words of a line of the cache. */
const LINE = 16;

/**
 * The function `(from, to)` that transposes a tile of words: four by four in registers, so that both sides are read
 * and written by vectors.
 *
 * @param down side by side in the output
 * @param across side by side in the input; few, so that their lines stay in the cache on the way down
 */
export function transposeTile(module: ModuleBuilder, down: Axis, across: Axis) {
  const key = `transpose ${down.size} x ${down.from}, ${across.size} x ${across.to}`;
  return module.function(key, ["i32", "i32"], (f, first, firstTo) => {
    const from = f.local("i32", first);
    const to = f.local("i32", firstTo);
    const rowBytes = 4 * down.from;
    const columnBytes = 4 * across.to;
    const source = f.local("i32");
    const target = f.local("i32");
    const left = f.local("i32");
    const bands = f.local("i32");
    const moveSquare = (down: number): void => {
      const rows = [0, 1, 2, 3].map((r) => f.local("v128", v128.load(source, (down + r) * rowBytes)));
      transposeSquare(f, rows).forEach((column, c) => {
        f.do(v128.store(target, column, c * columnBytes + 4 * down));
      });
    };
    /** So many rows, all their columns; the lines of the output are whole where the rows are sixteen. */
    const moveBand = (rows: number): void => {
      const inVectors = rows < 4 ? 0 : across.size & -4;
      if (inVectors > 0) {
        f.set(source, from);
        f.set(target, to);
        f.for(left, 0, inVectors, 4, () => {
          for (let down = 0; down < rows; down += 4) moveSquare(down);
          f.increase(source, 16);
          f.increase(target, 4 * columnBytes);
        });
      }
      for (let column = inVectors; column < across.size; column++)
        for (let row = 0; row < rows; row++) {
          const cell = i32.load(from, row * rowBytes + 4 * column);
          f.do(i32.store(to, cell, column * columnBytes + 4 * row));
        }
      f.increase(from, rows * rowBytes);
      f.increase(to, 4 * rows);
    };
    if (down.size >= LINE) f.for(bands, 0, down.size >> 4, 1, () => moveBand(LINE));
    if ((down.size & 12) > 0) moveBand(down.size & 12);
    if ((down.size & 3) > 0) moveBand(down.size & 3);
  });
}

/** The columns of four rows of four words. */
function transposeSquare(f: FunctionBuilder, rows: readonly Local<"v128">[]): readonly V128[] {
  const [a, b, c, d] = [rows[0]!, rows[1]!, rows[2]!, rows[3]!];
  const upperLeft = f.local("v128", shuffle32(a, b, [0, 4, 1, 5]));
  const upperRight = f.local("v128", shuffle32(a, b, [2, 6, 3, 7]));
  const lowerLeft = f.local("v128", shuffle32(c, d, [0, 4, 1, 5]));
  const lowerRight = f.local("v128", shuffle32(c, d, [2, 6, 3, 7]));
  return [
    shuffle32(upperLeft, lowerLeft, [0, 1, 4, 5]),
    shuffle32(upperLeft, lowerLeft, [2, 3, 6, 7]),
    shuffle32(upperRight, lowerRight, [0, 1, 4, 5]),
    shuffle32(upperRight, lowerRight, [2, 3, 6, 7]),
  ];
}

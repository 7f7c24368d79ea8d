import { i32, memory } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { checkIndex } from "../check-index.ts";

/**
 * The function `(indices, sorted)` that lays out, as i32, where the positions of each row begin and, behind those
 * rows + 1 numbers, the positions in the order of their rows. Throws `RangeError` for an index of no row.
 */
export function sortByRow(module: ModuleBuilder, positions: number, rows: number) {
  return module.function(`sort ${positions} by ${rows} rows`, ["i32", "i32"], (f, indices, sorted) => {
    const [at, row, slot] = [f.local("i32"), f.local("i32"), f.local("i32")];
    const [count, total] = [f.local("i32"), f.local("i32", 0)];
    const end = f.local("i32", i32.add(indices, 4 * positions));
    const forIndices = (body: () => void): void => {
      f.set(at, indices);
      f.while(
        () => i32.ne(at, end),
        () => {
          f.set(row, i32.load(at));
          // The number of row r stands one behind r, so that 0 stays before all.
          f.set(slot, i32.add(sorted, i32.shl(row, 2)));
          body();
          f.increase(at, 4);
        },
      );
    };
    f.do(memory.fill(sorted, 0, 4 * (rows + 1)));
    forIndices(() => {
      checkIndex(f, row, rows, "refuseRow");
      f.do(i32.store(slot, i32.add(i32.load(slot, 4), 1), 4));
    });
    f.set(slot, sorted);
    f.for(row, 0, rows, 1, () => {
      f.set(count, i32.load(slot, 4));
      f.do(i32.store(slot, total, 4));
      f.increase(total, count);
      f.increase(slot, 4);
    });
    // Each row's beginning moves on to its end, which is where the next row begins.
    forIndices(() => {
      f.set(count, i32.load(slot, 4));
      f.do(i32.store(slot, i32.add(count, 1), 4));
      const place = i32.add(sorted, i32.shl(count, 2));
      f.do(i32.store(place, i32.shrU(i32.sub(at, indices), 2), 4 * (rows + 1)));
    });
  });
}

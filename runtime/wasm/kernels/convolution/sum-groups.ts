import { f32x4, i32, v128 } from "../../assembler/instructions.ts";
import type { Phase } from "../../kernel.ts";
import { CELL, LANES, storeLanes, VECTOR } from "../matmul/lanes.ts";

/** Cells of one unit. */
const UNIT = 1024;

/** Bytes of one group's sums in the workspace: whole vectors. */
export function groupBytes(cells: number): number {
  return Math.ceil(cells / LANES) * VECTOR;
}

/** Adds up what groups of the batch came to, in their order, whichever thread summed which: output 0 = Σ workspace. */
export function sumGroups(cells: number, groups: number): Phase {
  return {
    units: Math.ceil(cells / UNIT),
    build({ f, outputs, workspace, begin, end }) {
      const [cell, behind, at] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const sum = f.local("v128");
      const add = (): void => {
        f.set(at, i32.add(workspace, i32.mul(cell, CELL)));
        f.set(sum, v128.load(at));
        f.for(f.local("i32"), 1, groups, 1, () => {
          f.increase(at, groupBytes(cells));
          f.set(sum, f32x4.add(sum, v128.load(at)));
        });
      };
      const store = (lanes: number): void => {
        f.do(...storeLanes(i32.add(outputs[0]!, i32.mul(cell, CELL)), 0, sum, lanes));
      };
      const whole = cells - (cells % LANES);
      f.set(behind, i32.mul(end, UNIT));
      f.set(behind, i32.select(i32.gtS(behind, whole), whole, behind));
      f.for(cell, i32.mul(begin, UNIT), behind, LANES, () => {
        add();
        store(LANES);
      });
      if (cells % LANES > 0)
        f.if(i32.and(i32.ltS(begin, end), i32.eq(end, Math.ceil(cells / UNIT))), () => {
          f.set(cell, whole);
          add();
          store(cells % LANES);
        });
    },
  };
}

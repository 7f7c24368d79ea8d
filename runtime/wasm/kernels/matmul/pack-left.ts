import type { Expression, I32 } from "../../assembler/expression.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { Phase } from "../../kernel.ts";
import { CELL } from "./lanes.ts";
import { packPanel } from "./pack-panel.ts";
import { countPanels, forPanels, least, type Run, startOfPanel } from "./panels.ts";
import type { Extents, ProductPlan } from "./plan-product.ts";

/** Depths packed at a time: each is a line of memory of its own, and caches keep few lines at distances of 2^k. */
const DEPTHS = 8;

/**
 * Packs a transposed left side into the workspace, as large as that side: block of the depth after block, in it the
 * panels of all rows, in a panel as many cells a depth as it has rows. A unit is a block of the rows and the depth.
 */
export function packLeft({ batches, rows, depth }: Extents, plan: ProductPlan): Phase {
  const depthBlocks = Math.ceil(depth / plan.depthOfBlock);
  return {
    units: batches * depthBlocks * plan.blocks,
    build({ f, inputs, workspace, begin, end }) {
      const variables = () => [f.local("i32"), f.local("i32"), f.local("i32")] as const;
      const [[unit, block, row], [start, steps, done], [line, from, to]] = [
        variables(),
        variables(),
        variables(),
      ];
      const run: Run = { from: f.local("i32"), to: f.local("i32") };
      f.for(unit, begin, end, 1, () => {
        f.set(block, i32.divU(unit, plan.blocks));
        f.set(run.from, i32.mul(i32.remU(unit, plan.blocks), plan.panelsOfBlock));
        f.set(run.to, least(i32.add(run.from, plan.panelsOfBlock), countPanels(plan.rows)));
        f.set(row, startOfPanel(plan.rows, run.from));
        f.set(start, i32.mul(i32.remU(block, depthBlocks), plan.depthOfBlock));
        f.set(steps, least(i32.sub(depth, start), plan.depthOfBlock));
        f.increase(start, i32.mul(i32.divU(block, depthBlocks), depth));
        f.set(line, cells(inputs[0]!, i32.mul(start, rows), row));
        f.for(done, 0, steps, DEPTHS, () => {
          const depths = f.local("i32", least(i32.sub(steps, done), DEPTHS));
          f.set(from, line);
          f.set(to, cells(workspace, i32.mul(start, rows), i32.mul(row, steps)));
          forPanels(f, plan.rows, run, (height) => {
            const pack = packPanel(f.module, { lines: height, width: height, order: "depths" });
            f.do(pack.call(from, CELL * rows, i32.add(to, i32.mul(done, CELL * height)), depths));
            f.increase(from, CELL * height);
            f.increase(to, i32.mul(steps, CELL * height));
          });
          f.increase(line, CELL * rows * DEPTHS);
        });
      });
    },
  };
}

function cells(base: Expression<"i32">, ...counts: readonly I32[]): Expression<"i32"> {
  return counts.reduce<Expression<"i32">>((sum, count) => i32.add(sum, i32.mul(count, CELL)), base);
}

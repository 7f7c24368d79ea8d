import { rowMajorStrides } from "../../../../compiler/program/shape.ts";
import { f32, f64, i32 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import type { Phase } from "../../kernel.ts";
import { forRuns, unitsOf } from "../for-runs.ts";
import { type Combine, combiners } from "./combine.ts";
import { type Axis, cellsOf } from "./reduced-axes.ts";

/** Results of the first phase that one unit joins. */
const CELLS = 2048;

/** The last phase of a reduction: joins the f64 in the workspace over the axes that are still to be reduced. */
export function joinResults(combine: Combine, axes: readonly Axis[]): Phase {
  const strides = rowMajorStrides(axes.map(({ size }) => size));
  const walk = axes.map((axis, a) => ({ ...axis, stride: 8 * strides[a]! }));
  const kept = walk.filter(({ isReduced }) => !isReduced);
  const reduced = walk.filter(({ size, isReduced }) => isReduced && size > 1);
  const runs = { items: cellsOf(kept), perUnit: Math.max(1, Math.floor(CELLS / cellsOf(reduced))) };
  return {
    units: unitsOf(runs),
    build(context) {
      const { f, outputs, workspace } = context;
      const join = joinCell(f.module, combine, reduced);
      const [cell, rest, at] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const emitCell = () => {
        f.set(rest, cell);
        f.set(at, workspace);
        for (const { size, stride } of kept.toReversed()) {
          f.increase(at, i32.mul(i32.remU(rest, size), stride));
          f.set(rest, i32.divU(rest, size));
        }
        f.do(f32.store(i32.add(outputs[0]!, i32.shl(cell, 2)), f32.demoteF64(join.call(at))));
      };
      forRuns(context, runs, (first, count) => f.for(cell, first, i32.add(first, count), 1, emitCell));
    },
  };
}

/** The function `(from) -> f64` that joins all cells along these axes. */
function joinCell(
  module: ModuleBuilder,
  combine: Combine,
  axes: readonly { readonly size: number; readonly stride: number }[],
) {
  const key = `${combine} along ${axes.map(({ size, stride }) => `${size} x ${stride}`).join()}`;
  return module.valuedFunction(key, ["i32"], "f64", (f, from) => {
    const { start, f64: combineTwo } = combiners[combine];
    const at = f.local("i32", from);
    const total = f.local("f64", start);
    const along = (axis: number): void => {
      const { size, stride } = axes[axis]!;
      const left = f.local("i32", size);
      f.doWhile(
        () => left,
        () => {
          if (axis + 1 < axes.length) along(axis + 1);
          else f.set(total, combineTwo(total, f64.load(at)));
          f.increase(at, stride);
          f.increase(left, -1);
        },
      );
      f.increase(at, -size * stride);
    };
    along(0);
    return total;
  });
}

import { rowMajorStrides } from "../../../../compiler/program/shape.ts";
import { f32, f64, i32 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import type { Phase } from "../../kernel.ts";
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
  const cells = cellsOf(kept);
  const cellsOfUnit = Math.max(1, Math.floor(CELLS / cellsOf(reduced)));
  return {
    units: Math.ceil(cells / cellsOfUnit),
    build({ f, outputs: [y], workspace, begin, end }) {
      const join = joinCell(f.module, combine, reduced);
      const cell = f.local("i32");
      const behind = f.local("i32", i32.mul(end, cellsOfUnit));
      f.set(behind, i32.select(i32.ltS(behind, cells), behind, cells));
      const rest = f.local("i32");
      const at = f.local("i32");
      f.for(cell, i32.mul(begin, cellsOfUnit), behind, 1, () => {
        f.set(rest, cell);
        f.set(at, workspace);
        for (const { size, stride } of kept.toReversed()) {
          f.increase(at, i32.mul(i32.remU(rest, size), stride));
          f.set(rest, i32.divU(rest, size));
        }
        f.do(f32.store(i32.add(y!, i32.shl(cell, 2)), f32.demoteF64(join.call(at))));
      });
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

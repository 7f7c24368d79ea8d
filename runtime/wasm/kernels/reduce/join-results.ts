import { rowMajorStrides } from "../../../../compiler/program/shape.ts";
import type { Expression, I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f32, f32x4, f64, f64x2, i32, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import type { Phase } from "../../kernel.ts";
import { forRuns, unitsOf } from "../for-runs.ts";
import { type Combine, combiners } from "./combine.ts";
import { type Axis, cellsOf } from "./reduced-axes.ts";

/** Results of the first phase that one unit joins. */
const CELLS = 2048;
/** Cells side by side that are joined at once: a cache line of f64. */
const LINE = 8;

interface Along {
  readonly size: number;
  /** Bytes from one cell to the next. */
  readonly stride: number;
}

/** The last phase of a reduction: joins the f64 in the workspace over the axes that are still to be reduced. */
export function joinResults(combine: Combine, axes: readonly Axis[]): Phase {
  const strides = rowMajorStrides(axes.map(({ size }) => size));
  const walk = axes.map((axis, a) => ({ ...axis, stride: 8 * strides[a]! }));
  const kept = walk.filter(({ isReduced }) => !isReduced);
  const reduced = walk.filter(({ size, isReduced }) => isReduced && size > 1);
  const last = kept.at(-1);
  // Cells of a row lie side by side, unless what is behind them is reduced.
  const width = last?.stride === 8 ? last.size : 1;
  const rows = last?.stride === 8 ? kept.slice(0, -1) : kept;
  const lines = Math.ceil(width / LINE);
  const cellsOfLine = Math.min(width, LINE);
  const perUnit = Math.max(1, Math.floor(CELLS / cellsOf(reduced) / cellsOfLine));
  const runs = { items: cellsOf(rows) * lines, perUnit };
  return {
    units: unitsOf(runs),
    build(context) {
      const { f, outputs, workspace } = context;
      const [item, rest, at, to] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
      const column = f.local("i32", 0);
      const emitLine = () => {
        f.set(rest, item);
        if (lines > 1) {
          f.set(column, i32.mul(i32.remU(item, lines), LINE));
          f.set(rest, i32.divU(item, lines));
        }
        f.set(to, i32.add(outputs[0]!, i32.shl(i32.add(i32.mul(rest, width), column), 2)));
        f.set(at, i32.add(workspace, i32.shl(column, 3)));
        for (const { size, stride } of rows.toReversed()) {
          f.increase(at, i32.mul(i32.remU(rest, size), stride));
          f.set(rest, i32.divU(rest, size));
        }
        const line = () => f.do(joinLine(f.module, combine, reduced).call(at, to));
        const cells = () => joinCells(f, combine, reduced, at, to, width % LINE);
        if (width % LINE === 0) line();
        else if (width < LINE) cells();
        else f.if(i32.leS(column, width - LINE), line, cells);
      };
      forRuns(context, runs, (first, count) => f.for(item, first, i32.add(first, count), 1, emitLine));
    },
  };
}

/** Joins some cells, one by one. */
function joinCells(
  f: FunctionBuilder,
  combine: Combine,
  axes: readonly Along[],
  at: I32,
  to: I32,
  cells: number,
): void {
  const join = joinCell(f.module, combine, axes);
  for (let cell = 0; cell < cells; cell++)
    f.do(f32.store(to, f32.demoteF64(join.call(i32.add(at, 8 * cell))), 4 * cell));
}

/** The function `(from) -> f64` that joins all cells along these axes. */
function joinCell(module: ModuleBuilder, combine: Combine, axes: readonly Along[]) {
  return module.valuedFunction(`${combine} ${keyOfAxes(axes)}`, ["i32"], "f64", (f, from) => {
    const { start, f64: combineTwo } = combiners[combine];
    const at = f.local("i32", from);
    const total = f.local("f64", start);
    along(f, axes, at, () => f.set(total, combineTwo(total, f64.load(at))));
    return total;
  });
}

/** The function `(from, to)` that does so for a line of cells, and rounds to f32. */
function joinLine(module: ModuleBuilder, combine: Combine, axes: readonly Along[]) {
  return module.function(`line of ${combine} ${keyOfAxes(axes)}`, ["i32", "i32"], (f, from, to) => {
    const { start, f64x2: combineTwo } = combiners[combine];
    const at = f.local("i32", from);
    const totals = Array.from({ length: LINE / 2 }, () => f.local("v128", f64x2.const(start)));
    along(f, axes, at, () => {
      totals.forEach((total, pair) => {
        f.set(total, combineTwo(total, v128.load(at, 16 * pair)));
      });
    });
    const rounded = totals.map((total) => f32x4.demoteF64x2Zero(total));
    for (let half = 0; half < 2; half++) {
      const [low, high] = rounded.slice(2 * half) as [Expression<"v128">, Expression<"v128">];
      f.do(v128.store(to, shuffle32(low, high, [0, 1, 4, 5]), 16 * half));
    }
  });
}

function keyOfAxes(axes: readonly Along[]): string {
  return `along ${axes.map(({ size, stride }) => `${size} x ${stride}`).join()}`;
}

/** Goes through all cells along the axes, of which there is at least one. */
function along(
  f: FunctionBuilder,
  [axis, ...inner]: readonly Along[],
  at: Local<"i32">,
  body: () => void,
): void {
  const { size, stride } = axis!;
  const left = f.local("i32", size);
  f.doWhile(
    () => left,
    () => {
      if (inner.length > 0) along(f, inner, at, body);
      else body();
      f.increase(at, stride);
      f.increase(left, -1);
    },
  );
  f.increase(at, -size * stride);
}

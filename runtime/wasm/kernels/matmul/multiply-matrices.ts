import type { Expression, I32 } from "../../assembler/expression.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { Target } from "../../assembler/module-builder.ts";
import type { PhaseContext, WasmKernel } from "../../kernel.ts";
import { CELL } from "./lanes.ts";
import { type LeftOperand, multiplyBlock, packedLeft } from "./multiply-block.ts";
import { TILE_COLUMNS, tileRows } from "./multiply-tile.ts";
import { PACKING_SLACK } from "./pack-panel.ts";
import { type Lines, packPanels } from "./pack-panels.ts";
import { countPanels, least, type Run, startOfPanel } from "./panels.ts";
import { type Extents, type ProductPlan, planProduct } from "./plan-product.ts";

/** Bytes from one depth of a packed panel of columns to the next. */
const PACKED_STRIDE = CELL * TILE_COLUMNS;

/** Products of matrices of several rows and columns, a batch of them. */
export function multiplyMatrices(extents: Extents, target: Target): WasmKernel {
  const plan = planProduct(extents, tileRows(target));
  const rightBytes = plan.packRight ? plan.panelsOfStrip * PACKED_STRIDE * extents.depth : 0;
  const rowsOfBlock = plan.panelsOfBlock * tileRows(target);
  const leftBytes = plan.packLeft ? CELL * rowsOfBlock * plan.depthOfBlock + PACKING_SLACK : 0;
  const units = extents.batches * plan.strips * plan.blocks;
  const build = (context: PhaseContext) => buildUnits(context, extents, plan, rightBytes);
  return { scratch: rightBytes + leftBytes, phases: [{ units, build }] };
}

function buildUnits(
  { f, inputs, outputs, scratch, begin, end }: PhaseContext,
  { rows, depth, columns, transposeA, transposeB }: Extents,
  plan: ProductPlan,
  rightBytes: number,
): void {
  const variable = () => f.local("i32");
  const [unit, strip, batch, row, column, start, steps] = [
    variable(),
    variable(),
    variable(),
    variable(),
    variable(),
    variable(),
    variable(),
  ];
  const rowRun: Run = { from: variable(), to: variable() };
  const columnRun: Run = { from: variable(), to: variable() };
  const [leftAt, rightAt, resultAt, stripAt] = [variable(), variable(), variable(), variable()];
  /** The strip that lies packed in the scratch memory. */
  const packedStrip = f.local("i32", -1);
  const packedRowsAt = f.local("i32", i32.add(scratch, rightBytes));

  const left: Lines = {
    address: leftAt,
    order: transposeA ? "depths" : "lines",
    lineStride: transposeA ? CELL : CELL * depth,
    depthStride: transposeA ? CELL * rows : CELL,
  };
  const right: Lines = {
    address: rightAt,
    order: transposeB ? "lines" : "depths",
    lineStride: transposeB ? CELL * depth : CELL,
    depthStride: transposeB ? CELL : CELL * columns,
  };
  const leftInPlace: LeftOperand = {
    address: leftAt,
    order: left.order,
    stride: () => (transposeA ? left.depthStride : left.lineStride),
    rowStep: left.lineStride,
  };
  const panelStep = PACKED_STRIDE * depth;

  f.for(unit, begin, end, 1, () => {
    f.set(strip, i32.divU(unit, plan.blocks));
    f.set(batch, i32.divU(strip, plan.strips));
    f.set(rowRun.from, i32.mul(i32.remU(unit, plan.blocks), plan.panelsOfBlock));
    f.set(rowRun.to, least(i32.add(rowRun.from, plan.panelsOfBlock), countPanels(plan.rows)));
    f.set(columnRun.from, i32.mul(i32.remU(strip, plan.strips), plan.panelsOfStrip));
    f.set(columnRun.to, least(i32.add(columnRun.from, plan.panelsOfStrip), countPanels(plan.columns)));
    f.set(row, startOfPanel(plan.rows, rowRun.from));
    f.set(column, i32.mul(columnRun.from, TILE_COLUMNS));
    f.set(leftAt, at(inputs[0]!, [batch, CELL * rows * depth], [row, left.lineStride]));
    f.set(rightAt, at(inputs[1]!, [batch, CELL * depth * columns], [column, right.lineStride]));
    f.set(resultAt, at(outputs[0]!, [batch, CELL * rows * columns], [row, CELL * columns], [column, CELL]));
    f.set(stripAt, scratch);
    f.for(start, 0, depth, plan.depthOfBlock, () => {
      f.set(steps, least(i32.sub(depth, start), plan.depthOfBlock));
      if (plan.packRight) {
        const packed = { address: stripAt, width: () => TILE_COLUMNS, step: () => panelStep };
        f.if(i32.ne(packedStrip, strip), () => packPanels(f, plan.columns, columnRun, right, packed, steps));
      }
      if (plan.packLeft) {
        const packed = {
          address: packedRowsAt,
          width: (height: number) => height,
          step: (height: number) => i32.mul(steps, CELL * height),
        };
        packPanels(f, plan.rows, rowRun, left, packed, steps);
      }
      multiplyBlock(f, {
        rows: plan.rows,
        rowRun,
        columns: plan.columns,
        columnRun,
        left: plan.packLeft ? packedLeft(packedRowsAt, steps) : leftInPlace,
        right: plan.packRight
          ? { address: stripAt, stride: PACKED_STRIDE, panelStep }
          : { address: rightAt, stride: right.depthStride, panelStep: PACKED_STRIDE },
        result: { address: resultAt, stride: CELL * columns },
        depth: steps,
        accumulate: i32.ne(start, 0),
      });
      f.increase(leftAt, i32.mul(steps, left.depthStride));
      f.increase(rightAt, i32.mul(steps, right.depthStride));
      f.increase(stripAt, i32.mul(steps, PACKED_STRIDE));
    });
    f.set(packedStrip, strip);
  });
}

/** base + Σ index * bytes */
function at(base: I32, ...parts: readonly (readonly [index: I32, bytes: I32])[]): Expression<"i32"> {
  return parts.reduce(
    (sum: Expression<"i32">, [index, bytes]) => i32.add(sum, i32.mul(index, bytes)),
    i32.add(base, 0),
  );
}

import type { Expression, I32 } from "../../assembler/expression.ts";
import { i32, i32x4, v128 } from "../../assembler/instructions.ts";
import type { Target } from "../../assembler/module-builder.ts";
import type { Phase, WasmKernel } from "../../kernel.ts";
import { CELL, VECTOR } from "./lanes.ts";
import { multiplyBlock, type Panelled, packedLeft, type RightOperand } from "./multiply-block.ts";
import { BYTES_OF_NOTE } from "./multiply-tile.ts";
import { packLeft } from "./pack-left.ts";
import { type Columns, packRight } from "./pack-right.ts";
import { countPanels, least, type Run, startOfPanel } from "./panels.ts";
import { type Extents, type Packing, type ProductPlan, planProduct, unitsOf } from "./plan-product.ts";

/**
 * Products of matrices of several rows and columns, a batch of them. A second output, if there is one, takes a note of
 * each unit: its bits are 0 where all that the unit computed is finite.
 */
export function multiplyMatrices(extents: Extents, target: Target): WasmKernel {
  const { batches, rows, depth } = extents;
  const plan = planProduct(extents, target);
  const multiply = multiplyUnits(extents, plan);
  return {
    workspace: plan.packsLeft ? CELL * batches * rows * depth : 0,
    scratch: plan.packing !== "none" ? CELL * plan.panelsOfStrip * plan.tileColumns * depth : 0,
    phases: plan.packsLeft ? [packLeft(extents, plan), multiply] : [multiply],
  };
}

function multiplyUnits(extents: Extents, plan: ProductPlan): Phase {
  const { rows, depth, columns, transposeA, transposeB } = extents;
  const leftLine = transposeA ? CELL : CELL * depth;
  const leftDepth = transposeA ? CELL * rows : CELL;
  const rightLine = transposeB ? CELL * depth : CELL;
  const rightDepth = transposeB ? CELL : CELL * columns;
  /** From one depth of a packed panel of columns to the next. */
  const packedDepth = CELL * plan.tileColumns;
  const panelStep = packedDepth * depth;
  return {
    units: unitsOf(extents, plan),
    build({ f, inputs, outputs, workspace, scratch, begin, end }) {
      const variables = () => [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")] as const;
      const [unit, strip, batch, start] = variables();
      const [row, column, steps, packed] = variables();
      const [leftAt, rightAt, resultAt, stripAt] = variables();
      const rowRun: Run = { from: f.local("i32"), to: f.local("i32") };
      const columnRun: Run = { from: f.local("i32"), to: f.local("i32") };
      /** The strip that lies packed in the scratch memory. */
      f.set(packed, -1);
      const pending = i32.ne(packed, strip);
      const inPlace: Panelled = { address: rightAt, stride: rightDepth, panelStep: packedDepth };
      const panels: Panelled = { address: stripAt, stride: packedDepth, panelStep };
      const rightOperands: Record<Packing, RightOperand> = {
        none: inPlace,
        ahead: panels,
        "on the way": { ...panels, unpacked: { ...inPlace, pending, width: plan.tileColumns } },
      };
      const note = outputs[1] === undefined ? undefined : f.local("i32");
      f.for(unit, begin, end, 1, () => {
        if (note !== undefined) {
          f.set(note, at(outputs[1]!, [unit, BYTES_OF_NOTE]));
          for (let byte = 0; byte < BYTES_OF_NOTE; byte += VECTOR)
            f.do(v128.store(note, i32x4.const(0), byte));
        }
        f.set(strip, i32.divU(unit, plan.blocks));
        f.set(batch, i32.divU(strip, plan.strips));
        f.set(rowRun.from, i32.mul(i32.remU(unit, plan.blocks), plan.panelsOfBlock));
        f.set(rowRun.to, least(i32.add(rowRun.from, plan.panelsOfBlock), countPanels(plan.rows)));
        f.set(columnRun.from, i32.mul(i32.remU(strip, plan.strips), plan.panelsOfStrip));
        f.set(columnRun.to, least(i32.add(columnRun.from, plan.panelsOfStrip), countPanels(plan.columns)));
        f.set(row, startOfPanel(plan.rows, rowRun.from));
        f.set(column, i32.mul(columnRun.from, plan.tileColumns));
        const left = plan.packsLeft ? workspace : inputs[0]!;
        f.set(leftAt, at(left, [batch, CELL * rows * depth], [row, plan.packsLeft ? 0 : leftLine]));
        f.set(rightAt, at(inputs[1]!, [batch, CELL * depth * columns], [column, rightLine]));
        f.set(
          resultAt,
          at(outputs[0]!, [batch, CELL * rows * columns], [row, CELL * columns], [column, CELL]),
        );
        f.set(stripAt, scratch);
        f.for(start, 0, depth, plan.depthOfBlock, () => {
          f.set(steps, least(i32.sub(depth, start), plan.depthOfBlock));
          if (plan.packing === "ahead")
            f.if(pending, () => {
              const source: Columns = {
                address: rightAt,
                order: transposeB ? "lines" : "depths",
                lineStride: rightLine,
                depthStride: rightDepth,
              };
              packRight(f, plan, columnRun, source, { address: stripAt, panelStep }, steps);
            });
          multiplyBlock(f, {
            rows: plan.rows,
            rowRun,
            columns: plan.columns,
            columnRun,
            left: plan.packsLeft
              ? packedLeft(at(leftAt, [row, i32.mul(steps, CELL)]), steps)
              : {
                  address: leftAt,
                  order: transposeA ? "depths" : "lines",
                  stride: () => (transposeA ? leftDepth : leftLine),
                  rowStep: leftLine,
                },
            right: rightOperands[plan.packing],
            result: { address: resultAt, stride: CELL * columns },
            depth: steps,
            accumulate: i32.ne(start, 0),
            note,
          });
          f.increase(leftAt, i32.mul(steps, leftDepth));
          f.increase(rightAt, i32.mul(steps, rightDepth));
          f.increase(stripAt, i32.mul(steps, packedDepth));
        });
        f.set(packed, strip);
      });
    },
  };
}

/** base + Σ index * bytes */
function at(
  base: Expression<"i32">,
  ...parts: readonly (readonly [index: I32, bytes: I32])[]
): Expression<"i32"> {
  return parts.reduce((sum, [index, bytes]) => i32.add(sum, i32.mul(index, bytes)), base);
}

import { lstmExtents } from "../../../../compiler/program/primitives/lstm-shapes.ts";
import type { TensorType } from "../../../../compiler/program/program.ts";
import type { Local } from "../../assembler/function-builder.ts";
import { i32, memory } from "../../assembler/instructions.ts";
import type { Phase, WasmKernelDefinition } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import { cellGradientsOfRow } from "./cell-gradients-of-row.ts";
import { forRowGroups, mostRowsOf } from "./for-row-groups.ts";
import { multiplyRows } from "./multiply-rows.ts";
import { packedBytes, packRight, type RightSide } from "./pack-right.ts";
import { rowAt } from "./row-at.ts";

type Given = readonly [Address, Address, Address, Address, Address?];
type Address = Local<"i32">;

/** The whole sequence in one kernel, from the last step to the first. A unit is an example. */
export const lstmGradient: WasmKernelDefinition<"lstm_gradient"> = ({ inputs }) => {
  const [recurrentType, , gatesType, , byCellsType] = inputs as readonly TensorType[];
  const { batch, steps, units } = lstmExtents("lstm_gradient", recurrentType!, gatesType!);
  const mostRows = mostRowsOf(batch);
  /** Bytes of an example's state, and of its gates. */
  const [narrow, wide] = [CELL * units, CELL * 4 * units];
  // The recurrent kernel transposed.
  const right: RightSide = { input: 0, depth: 4 * units, columns: units, order: "lines" };
  const run: Phase = {
    units: batch,
    build(context) {
      const { f, workspace, scratch } = context;
      const [, cells, gates, byHidden, byCells] = context.inputs as Given;
      const byProjected = context.outputs[0]!;
      const product = multiplyRows(f.module, { depth: 4 * units, columns: units, mostRows });
      const hasCells = byCellsType !== undefined;
      // Of the group, row after row: what goes to the step before, and the gradients by the sums under the gates.
      const later = scratch;
      const carried = f.local("i32", i32.add(later, narrow * mostRows));
      const sums = f.local("i32", i32.add(carried, narrow * mostRows));
      const [step, row, at] = [f.local("i32"), f.local("i32"), f.local("i32")];
      forRowGroups(context, batch, (first, rows) => {
        f.do(memory.fill(later, 0, 2 * narrow * mostRows));
        f.set(step, steps - 1);
        f.while(
          () => i32.geS(step, 0),
          () => {
            f.for(row, 0, rows, 1, () => {
              f.set(at, i32.add(i32.mul(i32.add(first, row), steps), step));
              const cellsAt = rowAt(cells, at, narrow);
              const places = [
                rowAt(byHidden, at, narrow),
                byCells === undefined ? 0 : rowAt(byCells, at, narrow),
                rowAt(gates, at, wide),
                cellsAt,
                i32.sub(cellsAt, narrow),
                rowAt(later, row, narrow),
                rowAt(carried, row, narrow),
                rowAt(byProjected, at, wide),
                rowAt(sums, row, wide),
              ] as const;
              const compute = (follows: boolean) => () =>
                f.do(cellGradientsOfRow(f.module, units, { hasCells, follows }).call(...places));
              f.if(step, compute(true), compute(false));
            });
            if (steps > 1) f.if(step, () => f.do(product.call(sums, workspace, later, rows)));
            f.increase(step, -1);
          },
        );
      });
    },
  };
  return {
    workspace: steps > 1 ? packedBytes(right) : 0,
    scratch: (2 * narrow + wide) * mostRows,
    phases: steps > 1 ? [packRight(right), run] : [run],
  };
};

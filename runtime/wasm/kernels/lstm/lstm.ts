import { lstmExtents } from "../../../../compiler/program/primitives/lstm-shapes.ts";
import type { TensorType } from "../../../../compiler/program/program.ts";
import type { Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { Phase, WasmKernelDefinition } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import { cellsOfRow } from "./cells-of-row.ts";
import { forRowGroups, mostRowsOf } from "./for-row-groups.ts";
import { multiplyRows } from "./multiply-rows.ts";
import { packedBytes, packRight, type RightSide } from "./pack-right.ts";
import { rowAt } from "./row-at.ts";

/**
 * The whole sequence in one kernel. Examples know nothing of each other, so a thread takes its own through all steps
 * and waits for nobody. A unit is an example.
 */
export const lstm: WasmKernelDefinition<"lstm"> = ({ inputs }) => {
  const [projectedType, recurrentType] = inputs as readonly [TensorType, TensorType];
  const { batch, steps, units } = lstmExtents("lstm", recurrentType, projectedType);
  const mostRows = mostRowsOf(batch);
  /** Bytes of an example's state, and of its gates. */
  const [narrow, wide] = [CELL * units, CELL * 4 * units];
  const right: RightSide = { input: 1, depth: units, columns: 4 * units, order: "depths" };
  const run: Phase = {
    units: batch,
    build(context) {
      const { f, workspace, scratch } = context;
      const projected = context.inputs[0]!;
      const [hidden, cells, gates] = context.outputs as readonly [Local<"i32">, Local<"i32">, Local<"i32">];
      const product = multiplyRows(f.module, { depth: units, columns: 4 * units, mostRows });
      // Of the group, row after row: the hidden states, and what the recurrent kernel makes of them.
      const [states, sums] = [scratch, f.local("i32", i32.add(scratch, narrow * mostRows))];
      const [step, row, at] = [f.local("i32"), f.local("i32"), f.local("i32")];
      forRowGroups(context, batch, (first, rows) => {
        f.for(step, 0, steps, 1, () => {
          if (steps > 1) f.if(step, () => f.do(product.call(states, workspace, sums, rows)));
          f.for(row, 0, rows, 1, () => {
            f.set(at, i32.add(i32.mul(i32.add(first, row), steps), step));
            const cellsAt = rowAt(cells, at, narrow);
            const places = [
              rowAt(projected, at, wide),
              rowAt(sums, row, wide),
              i32.sub(cellsAt, narrow),
              rowAt(gates, at, wide),
              cellsAt,
              rowAt(hidden, at, narrow),
              rowAt(states, row, narrow),
            ] as const;
            const compute = (follows: boolean) => () =>
              f.do(cellsOfRow(f.module, units, follows).call(...places));
            f.if(step, compute(true), compute(false));
          });
        });
      });
    },
  };
  return {
    workspace: steps > 1 ? packedBytes(right) : 0,
    scratch: (narrow + wide) * mostRows,
    phases: steps > 1 ? [packRight(right), run] : [run],
  };
};

import type { Local } from "../../assembler/function-builder.ts";
import { i32, unreachable } from "../../assembler/instructions.ts";
import type { PhaseContext, WasmKernel } from "../../kernel.ts";
import { forRuns, unitsOf } from "../for-runs.ts";

/** Exponentials of one unit: a microsecond or two. */
const CELLS = 1024;

/** A kernel that does something with each row of logits `[B, K]` and its label, which is held against K. */
export function rowsOfLogits(
  [batch, classes]: readonly [number, number],
  emitRow: (context: PhaseContext, row: Local<"i32">, label: Local<"i32">) => void,
): WasmKernel {
  const runs = { items: batch, perUnit: Math.max(1, Math.floor(CELLS / classes)) };
  return {
    phases: [
      {
        units: unitsOf(runs),
        build(context) {
          const { f, inputs } = context;
          const [row, label] = [f.local("i32"), f.local("i32")];
          forRuns(context, runs, (first, count) => {
            f.for(row, first, i32.add(first, count), 1, () => {
              f.set(label, i32.load(i32.add(inputs[1]!, i32.shl(row, 2))));
              // Labels are checked where data is read; a wrong one stops the module.
              f.if(i32.geU(label, classes), () => f.do(unreachable));
              emitRow(context, row, label);
            });
          });
        },
      },
    ],
  };
}

import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { i32 } from "../assembler/instructions.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { checkIndex } from "./check-index.ts";
import { forRuns, unitsOf } from "./for-runs.ts";
import { copyBytes } from "./move/copy-bytes.ts";

/** Bytes that one unit writes. */
const BYTES = 32_768;

export const gather: WasmKernelDefinition<"gather"> = ({ inputs: [table, indices] }) => {
  const [rows, ...rest] = table!.shape as readonly [number, ...number[]];
  const rowBytes = sizeOf(rest) * (table!.dtype === "bool" ? 1 : 4);
  const runs = { items: sizeOf(indices!.shape), perUnit: Math.max(1, Math.floor(BYTES / rowBytes)) };
  return {
    phases: [
      {
        units: unitsOf(runs),
        build(context) {
          const { f, inputs, outputs } = context;
          forRuns(context, runs, (first, count) => {
            const from = i32.add(inputs[1]!, i32.shl(first, 2));
            const to = i32.add(outputs[0]!, i32.mul(first, rowBytes));
            f.do(gatherRows(f.module, rows, rowBytes).call(inputs[0]!, from, to, count));
          });
        },
      },
    ],
  };
};

/** The function `(table, indices, to, count)` that copies rows of so many bytes. */
function gatherRows(module: ModuleBuilder, rows: number, rowBytes: number) {
  return module.function(
    `gather of ${rows} x ${rowBytes}`,
    ["i32", "i32", "i32", "i32"],
    (f, table, indices, output, count) => {
      const [at, to, left] = [f.local("i32", indices), f.local("i32", output), f.local("i32", count)];
      const [index, row] = [f.local("i32"), f.local("i32")];
      f.doWhile(
        () => left,
        () => {
          f.set(index, i32.load(at));
          checkIndex(f, index, rows, "refuseRow");
          f.set(row, i32.add(table, i32.mul(index, rowBytes)));
          copyBytes(f, to, row, rowBytes);
          f.increase(at, 4);
          f.increase(to, rowBytes);
          f.increase(left, -1);
        },
      );
    },
  );
}

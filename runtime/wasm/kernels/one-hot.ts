import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { f32, i32, memory } from "../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { forRuns, unitsOf } from "./for-runs.ts";

/** Cells of one unit. */
const CELLS = 8192;

export const oneHot: WasmKernelDefinition<"one_hot"> = ({ inputs, attributes: { depth } }) => {
  const runs = { items: sizeOf(inputs[0]!.shape), perUnit: Math.max(1, Math.floor(CELLS / depth)) };
  return {
    phases: [
      {
        units: unitsOf(runs),
        build(context) {
          const { f, inputs: given, outputs } = context;
          const fill = f.module.function(
            `one hot of ${depth}`,
            ["i32", "i32", "i32"],
            (g, indices, rows, count) => {
              const [at, row, left, index] = [
                g.local("i32", indices),
                g.local("i32", rows),
                g.local("i32", count),
                g.local("i32"),
              ];
              g.do(memory.fill(rows, 0, i32.mul(count, 4 * depth)));
              g.doWhile(
                () => left,
                () => {
                  g.set(index, i32.load(at));
                  // As an unsigned number, an index below 0 is above all.
                  g.if(i32.ltU(index, depth), () => g.do(f32.store(i32.add(row, i32.shl(index, 2)), 1)));
                  g.increase(at, 4);
                  g.increase(row, 4 * depth);
                  g.increase(left, -1);
                },
              );
            },
          );
          forRuns(context, runs, (first, count) => {
            const indices = i32.add(given[0]!, i32.shl(first, 2));
            f.do(fill.call(indices, i32.add(outputs[0]!, i32.mul(first, 4 * depth)), count));
          });
        },
      },
    ],
  };
};

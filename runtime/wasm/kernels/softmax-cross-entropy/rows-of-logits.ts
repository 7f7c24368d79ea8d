import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { WasmKernel } from "../../kernel.ts";
import { checkIndex } from "../check-index.ts";
import { forRuns, unitsOf } from "../for-runs.ts";

/** Exponentials of one unit: a microsecond or two. */
const CELLS = 1024;

type Pointer = Local<"i32">;

/**
 * A kernel that does something with each row of logits `[B, K]` and its label, which is held against K.
 *
 * @param key equal for equal code
 * @param others bytes of a row of each of the tensors after logits and labels
 * @param emitRow given the function, the row, its label, and the rows of the others
 */
export function rowsOfLogits(
  key: string,
  [batch, classes]: readonly [number, number],
  others: readonly number[],
  emitRow: (f: FunctionBuilder, row: Pointer, label: Pointer, others: readonly Pointer[]) => void,
): WasmKernel {
  const runs = { items: batch, perUnit: Math.max(1, Math.floor(CELLS / classes)) };
  const steps = [4 * classes, 4, ...others];
  const parameters = steps.map((): "i32" => "i32");
  return {
    phases: [
      {
        units: unitsOf(runs),
        build(context) {
          const { f, inputs, outputs } = context;
          // All rows of a unit in one function, so that the constants of exp are made once for them.
          const visit = f.module.function(key, [...parameters, "i32"], (g, ...given) => {
            const places = given.slice(0, -1).map((place) => g.local("i32", place));
            const [row, labels, ...rest] = places as [Pointer, Pointer, ...Pointer[]];
            const left = g.local("i32", given.at(-1)!);
            const label = g.local("i32");
            g.doWhile(
              () => left,
              () => {
                g.set(label, i32.load(labels));
                checkIndex(g, label, classes, "refuseLabel");
                emitRow(g, row, label, rest);
                places.forEach((place, p) => {
                  g.increase(place, steps[p]!);
                });
                g.increase(left, -1);
              },
            );
          });
          const tensors = [...inputs, ...outputs];
          forRuns(context, runs, (first, count) => {
            const places = tensors.map((tensor, t) => i32.add(tensor, i32.mul(first, steps[t]!)));
            f.do(visit.call(...places, count));
          });
        },
      },
    ],
  };
}

import type { SoftTarget } from "../../../../compiler/program/primitives/logits.ts";
import { targetSum } from "../../../../compiler/program/primitives/logits.ts";
import { f32, f32x4, f64, i32 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { logFloat64 } from "../../math/log-float64.ts";
import { exponentsOfRow } from "./exponents-of-row.ts";
import { rowsOfLogits } from "./rows-of-logits.ts";
import { SumOfVectors } from "./sum-of-vectors.ts";
import { topOfRow } from "./top-of-row.ts";

export const softmaxCrossEntropy: WasmKernelDefinition<"softmax_cross_entropy"> = ({
  inputs,
  attributes,
}) => {
  const [batch, classes] = inputs[0]!.shape as readonly [number, number];
  return rowsOfLogits([batch, classes], ({ f, inputs: [logits], outputs: [losses] }, row, label) => {
    const z = i32.add(logits!, i32.mul(row, 4 * classes));
    const loss = lossOfRow(f.module, classes, attributes).call(z, label);
    f.do(f32.store(i32.add(losses!, i32.shl(row, 2)), f32.demoteF64(loss)));
  });
};

/** The function `(row, label) -> S·logsumexp(z) - (on - off)·z_label - off·Σz` (rule F-10), but for exp in float64. */
function lossOfRow(module: ModuleBuilder, classes: number, target: SoftTarget) {
  const { on, off } = target;
  const key = `cross entropy of ${classes}, ${on} and ${off}`;
  return module.valuedFunction(key, ["i32", "i32"], "f64", (f, row, label) => {
    const top = topOfRow(f, row, classes);
    const logits = new SumOfVectors(f);
    const sum = exponentsOfRow(f, [row], classes, top, ({ z }) => {
      if (off !== 0) logits.add(z);
    });
    const logSum = f64.add(f64.promoteF32(f32x4.extractLane(top, 0)), logFloat64(module).call(sum));
    const own = f64.promoteF32(f32.load(i32.add(row, i32.shl(label, 2))));
    const loss = f64.sub(f64.mul(targetSum(target, classes), logSum), f64.mul(on - off, own));
    return off === 0 ? loss : f64.sub(loss, f64.mul(off, logits.total()));
  });
}

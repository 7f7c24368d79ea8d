import { targetSum } from "../../../../compiler/program/primitives/logits.ts";
import { f32, f32x4, f64, i32 } from "../../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { logFloat64 } from "../../math/log-float64.ts";
import { exponentsOfRow } from "./exponents-of-row.ts";
import { rowsOfLogits } from "./rows-of-logits.ts";
import { SumOfVectors } from "./sum-of-vectors.ts";
import { topOfRow } from "./top-of-row.ts";

/** S·logsumexp(z) - (on - off)·z_label - off·Σz of each row (rule F-10), but for e^z in float64. */
export const softmaxCrossEntropy: WasmKernelDefinition<"softmax_cross_entropy"> = ({
  inputs,
  attributes,
}) => {
  const { on, off } = attributes;
  const [batch, classes] = inputs[0]!.shape as readonly [number, number];
  const key = `cross entropy of ${classes}, ${on} and ${off}`;
  return rowsOfLogits(key, [batch, classes], [4], (f, row, label, [loss]) => {
    const top = topOfRow(f, row, classes);
    const logits = new SumOfVectors(f);
    const sum = exponentsOfRow(f, [row], classes, top, ({ z }) => {
      if (off !== 0) logits.add(z);
    });
    const logSum = f64.add(f64.promoteF32(f32x4.extractLane(top, 0)), logFloat64(f.module).call(sum));
    const own = f64.promoteF32(f32.load(i32.add(row, i32.shl(label, 2))));
    const sharp = f64.sub(f64.mul(targetSum(attributes, classes), logSum), f64.mul(on - off, own));
    const whole = off === 0 ? sharp : f64.sub(sharp, f64.mul(off, logits.total()));
    f.do(f32.store(loss!, f32.demoteF64(whole)));
  });
};

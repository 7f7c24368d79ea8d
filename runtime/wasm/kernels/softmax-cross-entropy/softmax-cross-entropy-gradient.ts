import { targetSum } from "../../../../compiler/program/primitives/logits.ts";
import { f32, f32x4, f64, i32 } from "../../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { float } from "../../math/lanes.ts";
import { forVectors } from "../for-vectors.ts";
import { loadLanes, storeLanes } from "../matmul/lanes.ts";
import { exponentsOfRow } from "./exponents-of-row.ts";
import { rowsOfLogits } from "./rows-of-logits.ts";
import { topOfRow } from "./top-of-row.ts";

/**
 * g·(S·softmax(z) - target) of each row (rule F-10). At the label it is computed in float64: of a class that is all
 * but certain, S·p - on is the little that is left.
 */
export const softmaxCrossEntropyGradient: WasmKernelDefinition<"softmax_cross_entropy_gradient"> = ({
  inputs,
  attributes,
}) => {
  const { on, off } = attributes;
  const [batch, classes] = inputs[0]!.shape as readonly [number, number];
  const key = `gradient of cross entropy of ${classes}, ${on} and ${off}`;
  return rowsOfLogits(key, [batch, classes], [4, 4 * classes], (f, row, label, [weight, to]) => {
    const top = topOfRow(f, row, classes);
    const sum = exponentsOfRow(f, [row, to!], classes, top, ({ at, offset, lanes, e }) => {
      f.do(...storeLanes(at[1]!, offset, e, lanes));
    });
    const scale = f.local("f64", f64.div(targetSum(attributes, classes), sum));
    const own = f.local("i32", i32.add(to!, i32.shl(label, 2)));
    const atLabel = f.local("f64", f64.sub(f64.mul(scale, f64.promoteF32(f32.load(own))), on));

    const scales = f.local("v128", f32x4.splat(f32.demoteF64(scale)));
    const weights = f.local("v128", f32x4.splat(f32.load(weight!)));
    const others = f.local("v128");
    forVectors(f, classes, [to!], ([at], offset, lanes) => {
      f.set(others, f32x4.mul(loadLanes(at!, offset, lanes), scales));
      if (off !== 0) f.set(others, f32x4.sub(others, float(f, off)));
      f.set(others, f32x4.mul(others, weights));
      f.do(...storeLanes(at!, offset, others, lanes));
    });
    f.do(f32.store(own, f32.demoteF64(f64.mul(f64.promoteF32(f32.load(weight!)), atLabel))));
  });
};

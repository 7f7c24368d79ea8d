import { generate, type NDArray } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import { checkInputs } from "./check.ts";
import { checkLogits, logitRows, targetSum } from "./logits.ts";

export const softmaxCrossEntropy: Primitive<"softmax_cross_entropy"> = {
  name: "softmax_cross_entropy",
  doc: "Cross-entropy of logits against a target `on` at the label and `off` elsewhere (rule F-10).",
  infer(inputs) {
    checkInputs("softmax_cross_entropy", inputs, ["f32", "i32"]);
    checkLogits("softmax_cross_entropy", inputs[0]!, inputs[1]!);
    return [{ shape: inputs[1]!.shape, dtype: "f32" }];
  },
  evaluate(inputs, target) {
    const [logits, labels] = inputs as readonly [NDArray, NDArray];
    const sum = targetSum(target, logits.shape[1]!);
    const losses = logitRows(logits, labels).map(({ z, label, logSumExp }) => {
      const total = z.reduce((partial, logit) => partial + logit, 0);
      return sum * logSumExp - (target.on - target.off) * z[label]! - target.off * total;
    });
    return [generate({ shape: labels.shape, dtype: "f32" }, (row) => losses[row]!)];
  },
  differentiate: ({ builder, inputs, attributes, gradients }) => [
    builder.emit("softmax_cross_entropy_gradient", [inputs[0]!, inputs[1]!, gradients[0]!], attributes),
    null,
  ],
};

import { softmax } from "../composites.ts";
import { demand } from "../error.ts";
import { generate, type NDArray } from "../nd-array.ts";
import type { Primitive } from "../primitive.ts";
import type { Value } from "../program.ts";
import { formatShape, sameShape } from "../shape.ts";
import { checkInputs } from "./check.ts";
import { checkLogits, logitRows, targetSum } from "./logits.ts";

export const softmaxCrossEntropyGradient: Primitive<"softmax_cross_entropy_gradient"> = {
  name: "softmax_cross_entropy_gradient",
  doc: "g times the gradient of softmax_cross_entropy by the logits, without a one-hot tensor (rule F-10).",
  infer(inputs) {
    checkInputs("softmax_cross_entropy_gradient", inputs, ["f32", "i32", "f32"]);
    const [logits, labels, g] = inputs;
    checkLogits("softmax_cross_entropy_gradient", logits!, labels!);
    demand(
      sameShape(g!.shape, labels!.shape),
      "softmax_cross_entropy_gradient",
      () => `g ${formatShape(g!.shape)} for labels ${formatShape(labels!.shape)}`,
    );
    return [{ shape: logits!.shape, dtype: "f32" }];
  },
  evaluate(inputs, target) {
    const [logits, labels, g] = inputs as readonly [NDArray, NDArray, NDArray];
    const classes = logits.shape[1]!;
    const sum = targetSum(target, classes);
    const rows = logitRows(logits, labels);
    const cell = (index: number): number => {
      const row = Math.floor(index / classes);
      const k = index % classes;
      const { z, label, logSumExp } = rows[row]!;
      const wanted = k === label ? target.on : target.off;
      return g.data[row]! * (sum * Math.exp(z[k]! - logSumExp) - wanted);
    };
    return [generate({ shape: logits.shape, dtype: "f32" }, cell)];
  },
  differentiate({ builder: b, inputs, attributes, gradients }) {
    const [logits, labels, g] = inputs as readonly [Value, Value, Value];
    const h = gradients[0]!;
    const [batch, classes] = logits.shape as readonly [number, number];
    // By z: S·g·(P⊙h - P·Σ P⊙h), softmax's own Jacobian; the target is constant.
    const p = softmax(b, logits);
    const weighted = b.mul(p, h);
    const centred = b.sub(weighted, b.mul(p, b.sum(weighted, [1], true)));
    const byLogits = b.mul(b.scale(b.reshape(g, [batch, 1]), targetSum(attributes, classes)), centred);
    // By g: the gradient for g = 1, contracted with h.
    const perExample = b.emit(
      "softmax_cross_entropy_gradient",
      [logits, labels, b.constant(1, [batch])],
      attributes,
    );
    return [byLogits, null, b.sum(b.mul(perExample, h), [1])];
  },
};

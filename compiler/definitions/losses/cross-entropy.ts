import { softmaxCrossEntropy } from "../../program/composites.ts";
import { formatShape } from "../../program/shape.ts";
import { defineLoss } from "../loss.ts";
import { meanPerExample } from "./per-example.ts";

export const crossEntropy = defineLoss({
  name: "cross_entropy",
  doc: "Cross-entropy of softmax(logits) against a class label or a distribution over classes. It takes logits: the network ends without softmax.",
  source: "-Σ_k y_k log softmax(z)_k, from the logits (T13, T14; F-10)",
  options: {
    targets: {
      type: "choice",
      choices: ["labels", "distribution"],
      default: "labels",
      doc: "`labels`: one class per example, as an index or one-hot. `distribution`: K numbers that sum to 1.",
    },
  },
  positional: [],
  target: "categorical",
  check(prediction, target, { targets }) {
    const classes = prediction.shape.at(-1);
    if (classes === undefined) {
      return { problem: "the prediction is one number per example, not one logit per class" };
    }
    const found = target.classes ?? target.shape.at(-1) ?? 1;
    if (targets === "labels" && target.classes === null) {
      return {
        problem: "the target is not a label",
        hint: "transform the field by `index` or `onehot`, or say `targets: distribution`",
      };
    }
    if (found === 1) {
      return {
        problem: "the target has one class only: there is nothing to learn",
        hint: "is it the right column? For yes-or-no numbers use `binary_cross_entropy`",
      };
    }
    if (found !== classes) {
      return {
        problem: `the prediction ${formatShape(prediction.shape)} has ${classes} ${classes === 1 ? "logit" : "logits"} and the target ${found} classes`,
        hint: `let the network end in \`dense(${found})\``,
      };
    }
    return null;
  },
  batchTarget: ({ shape }, { targets }) =>
    targets === "labels" ? { shape: shape.slice(0, -1), dtype: "i32" } : { shape, dtype: "f32" },
  expand: (b, target, prediction, { targets }) =>
    targets === "labels" ? b.oneHot(target, prediction.shape.at(-1)!) : target,
  value: ({ builder: b, prediction, target }) =>
    meanPerExample(b, softmaxCrossEntropy(b, prediction, target)),
});

import { softmaxCrossEntropy } from "../../program/composites.ts";
import { formatShape } from "../../program/shape.ts";
import { defineLoss } from "../loss.ts";
import { answersOf, meanPerExample } from "./per-example.ts";

export const crossEntropy = defineLoss({
  name: "cross_entropy",
  doc: "Cross-entropy of softmax(logits) against a class label or a distribution over classes; over sequences the mean over all positions. It takes logits: the network ends without softmax.",
  source: "-Σ_k y_k log softmax(z)_k, from the logits (T13, T14; F-10)",
  options: {
    targets: {
      type: "choice",
      choices: ["labels", "distribution"],
      default: "labels",
      doc: "`labels`: one class per example (or position), as an index or one-hot. `distribution`: K numbers that sum to 1.",
    },
  },
  positional: [],
  target: "categorical",
  applies: ["softmax", "log_softmax"],
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
    const places = prediction.shape.slice(0, -1);
    const answers = answersOf(target);
    return sameButForOnes(places, answers)
      ? null
      : {
          problem: `the prediction ${formatShape(prediction.shape)} answers ${timesText(places)} per example and the target ${timesText(answers)}`,
          hint:
            answers.length === 0
              ? "bring the positions together first: `flatten`, or a pool over all of them"
              : "give logits for every position: `dense` works on the last axis",
        };
  },
  batchTarget: ({ shape }, { targets }) =>
    targets === "labels" ? { shape: shape.slice(0, -1), dtype: "i32" } : { shape, dtype: "f32" },
  expand: (b, target, prediction, { targets }) =>
    targets === "labels" ? b.oneHot(target, prediction.shape.at(-1)!) : target,
  value: ({ builder: b, prediction, target }) =>
    meanPerExample(b, softmaxCrossEntropy(b, prediction, target)),
});

/** `[]` and `[1]` are the same thing to a loss. */
function sameButForOnes(a: readonly number[], b: readonly number[]): boolean {
  const [first, second] = [a, b].map((shape) => shape.filter((dimension) => dimension !== 1).join());
  return first === second;
}

function timesText(places: readonly number[]): string {
  return places.length === 0 ? "once" : `${places.join(" × ")} times`;
}

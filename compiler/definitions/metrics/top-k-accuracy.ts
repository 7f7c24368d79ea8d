import { defineMetric } from "../metric.ts";
import { countOf, numericRefusal } from "./terms.ts";

export const topKAccuracy = defineMetric({
  name: "top_k_accuracy",
  doc: "The share of examples whose class is among the k greatest logits.",
  source: "mean [fewer than k logits exceed z_y]",
  options: { k: { type: "integer", min: 1, default: 5, doc: "How many answers count." } },
  positional: ["k"],
  better: "higher",
  check: (_, target) =>
    target === "binary"
      ? { problem: "`top_k_accuracy` needs several classes", hint: "use `accuracy`" }
      : numericRefusal("top_k_accuracy", target),
  terms({ builder: b, prediction, target, labels, options: { k } }) {
    const last = prediction.shape.length - 1;
    const classes = b.oneHot(labels ?? b.argmax(target, last), prediction.shape[last]!);
    const own = b.sum(b.mul(classes, prediction), [last], true);
    const better = b.sum(b.cast(b.greater(prediction, own), "f32"), [last]);
    const right = b.less(better, b.constant(k));
    return { correct: b.sum(b.cast(right, "f32")), count: countOf(b, right) };
  },
  finish: ({ correct, count }) => correct! / count!,
});

import { defineMetric } from "../metric.ts";
import { countOf, numericRefusal } from "./terms.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  doc: "The share of right answers: the greatest logit for classes, the logit's sign for yes-or-no.",
  source: "mean [argmax z = argmax y], binary: mean [(z > 0) = (y > ½)]",
  options: {},
  positional: [],
  better: "higher",
  check: (_, target) => numericRefusal("accuracy", target),
  terms({ builder: b, prediction, target, labels, kind }) {
    const last = prediction.shape.length - 1;
    const right =
      kind === "categorical"
        ? b.equal(b.argmax(prediction, last), labels ?? b.argmax(target, last))
        : b.equal(
            b.cast(b.greater(prediction, b.constant(0)), "i32"),
            b.cast(b.greater(target, b.constant(0.5)), "i32"),
          );
    return { correct: b.sum(b.cast(right, "f32")), count: countOf(b, right) };
  },
  finish: ({ correct, count }) => correct! / count!,
});

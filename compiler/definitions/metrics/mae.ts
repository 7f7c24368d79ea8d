import { defineMetric } from "../metric.ts";
import { classRefusal, countOf } from "./terms.ts";

export const mae = defineMetric({
  name: "mae",
  doc: "Mean absolute error, in the target's unit as it is trained on.",
  source: "Σ|z - y| / n",
  options: {},
  positional: [],
  better: "lower",
  check: (_, target) => classRefusal("mae", target),
  terms: ({ builder: b, prediction, target }) => ({
    absolute: b.sum(b.abs(b.sub(prediction, target))),
    count: countOf(b, prediction),
  }),
  finish: ({ absolute, count }) => absolute! / count!,
});

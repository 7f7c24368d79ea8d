import { defineMetric } from "../metric.ts";
import { classRefusal, countOf } from "./terms.ts";

export const mse = defineMetric({
  name: "mse",
  doc: "Mean squared error.",
  source: "Σ(z - y)² / n",
  options: {},
  positional: [],
  better: "lower",
  check: (_, target) => classRefusal("mse", target),
  terms: ({ builder: b, prediction, target }) => ({
    squared: b.sum(b.square(b.sub(prediction, target))),
    count: countOf(b, prediction),
  }),
  finish: ({ squared, count }) => squared! / count!,
});

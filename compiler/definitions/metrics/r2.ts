import { sizeOf } from "../../program/nd-array.ts";
import { defineMetric } from "../metric.ts";
import { classRefusal, countOf } from "./terms.ts";

export const r2 = defineMetric({
  name: "r2",
  doc: "The share of the target's variance that is explained: 1 is perfect, 0 is no better than the mean.",
  source: "1 - Σ(y - z)² / (Σy² - (Σy)²/n)",
  options: {},
  positional: [],
  better: "higher",
  check: (prediction, target) =>
    classRefusal("r2", target) ??
    (sizeOf(prediction.shape) === 1
      ? null
      : { problem: `\`r2\` is defined for one number per example, not ${sizeOf(prediction.shape)}` }),
  terms: ({ builder: b, prediction, target }) => ({
    residual: b.sum(b.square(b.sub(target, prediction))),
    total: b.sum(target),
    squares: b.sum(b.square(target)),
    count: countOf(b, target),
  }),
  finish: ({ residual, total, squares, count }) => 1 - residual! / (squares! - total! ** 2 / count!),
});

import { defineMetric } from "../metric.ts";
import { mse } from "./mse.ts";
import { classRefusal } from "./terms.ts";

export const rmse = defineMetric({
  name: "rmse",
  doc: "Root mean squared error, in the target's unit as it is trained on.",
  source: "√(Σ(z - y)² / n), the root taken once over the whole data set",
  options: {},
  positional: [],
  better: "lower",
  check: (_, target) => classRefusal("rmse", target),
  terms: (context) => mse.terms(context),
  finish: (terms) => Math.sqrt(mse.finish(terms)),
});

import { defineLoss } from "../loss.ts";
import { checkNumeric, meanPerExample, numericTarget } from "./per-example.ts";

export const mse = defineLoss({
  name: "mse",
  doc: "Mean squared error.",
  source: "mean (z - y)², without a ½",
  options: {},
  positional: [],
  target: "numeric",
  check: checkNumeric,
  ...numericTarget,
  value: ({ builder: b, prediction, target }) => meanPerExample(b, b.square(b.sub(prediction, target))),
});

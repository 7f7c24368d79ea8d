import { defineLoss } from "../loss.ts";
import { checkNumeric, meanPerExample, numericTarget } from "./per-example.ts";

export const mae = defineLoss({
  name: "mae",
  doc: "Mean absolute error; its gradient is 0 where prediction and target are equal.",
  source: "mean |z - y|",
  options: {},
  positional: [],
  target: "numeric",
  check: checkNumeric,
  ...numericTarget,
  value: ({ builder: b, prediction, target }) => meanPerExample(b, b.abs(b.sub(prediction, target))),
});

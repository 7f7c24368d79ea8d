import { defineLoss } from "../loss.ts";
import { softplusValue } from "../softplus-value.ts";
import { checkNumeric, meanPerExample, numericTarget } from "./per-example.ts";

export const binaryCrossEntropy = defineLoss({
  name: "binary_cross_entropy",
  doc: "Cross-entropy of sigmoid(logits) against yes-or-no answers, 0 or 1 (or a probability), mean over them. It takes logits: the network ends without sigmoid.",
  source: "softplus(z) - y z = -y log σ(z) - (1 - y) log(1 - σ(z)), from the logits (T13)",
  options: {},
  positional: [],
  target: "binary",
  applies: ["sigmoid"],
  check: checkNumeric,
  ...numericTarget,
  value: ({ builder: b, prediction, target }) =>
    meanPerExample(b, b.sub(softplusValue(b, prediction), b.mul(target, prediction))),
});

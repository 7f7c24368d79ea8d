import { defineLoss } from "../loss.ts";
import { checkNumeric, meanPerExample, numericTarget } from "./per-example.ts";

export const huber = defineLoss({
  name: "huber",
  doc: "Half the squared error up to `delta`, beyond it linear: outliers pull with a bounded gradient.",
  source: "½e² where |e| ≤ δ, else δ(|e| - ½δ) (Huber 1964; keras Huber, torch HuberLoss)",
  options: { delta: { type: "number", above: 0, default: 1, doc: "δ, where the square turns linear." } },
  positional: ["delta"],
  target: "numeric",
  check: checkNumeric,
  ...numericTarget,
  value({ builder: b, prediction, target, options: { delta } }) {
    const size = b.abs(b.sub(prediction, target));
    // With c = min(|e|, δ) both branches are c(|e| - ½c): nothing squares what may overflow.
    const inner = b.min(size, b.constant(delta));
    return meanPerExample(b, b.mul(inner, b.sub(size, b.scale(inner, 0.5))));
  },
});

import { logSoftmax as logSoftmaxValue } from "../../program/composites.ts";
import { elementwise } from "./elementwise.ts";

export const logSoftmax = elementwise({
  name: "log_softmax",
  doc: "The logarithm of softmax over the last axis.",
  source: "x - log Σe^x, shifted by the maximum",
  options: {},
  gives: "logarithms of probabilities",
  positional: [],
  value: logSoftmaxValue,
});

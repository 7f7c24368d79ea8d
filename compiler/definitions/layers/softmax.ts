import { softmax as softmaxValue } from "../../program/composites.ts";
import { elementwise } from "./elementwise.ts";

export const softmax = elementwise({
  name: "softmax",
  doc: "Makes a distribution of the last axis. As the end of a network it is part of `cross_entropy`: leave it out there.",
  source: "e^x / Σe^x, shifted by the maximum",
  options: {},
  gives: "probabilities",
  positional: [],
  value: softmaxValue,
});

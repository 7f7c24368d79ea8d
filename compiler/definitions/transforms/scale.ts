import { defineTransform } from "../transform.ts";

export const scale = defineTransform({
  name: "scale",
  doc: "Multiplies by a number: `scale(1 / 255)` takes bytes of an image to 0 … 1.",
  source: "factor·x",
  options: { factor: { type: "number", doc: "The number." } },
  positional: ["factor"],
  kinds: ["numeric", "image"],
  fitted: false,
});

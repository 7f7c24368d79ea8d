import { demand, ProgramError } from "../error.ts";
import type { Primitive } from "../primitive.ts";
import { formatShape } from "../shape.ts";
import { checkInputs } from "./check.ts";

export const gradient: Primitive<"gradient"> = {
  name: "gradient",
  doc: "The gradient of a scalar loss by x; `differentiate` puts primitives in its place.",
  infer(inputs) {
    checkInputs("gradient", inputs, ["f32", "f32"]);
    const [loss, x] = inputs;
    demand(loss!.shape.length === 0, "gradient", () => `the loss has shape ${formatShape(loss!.shape)}`);
    return [{ shape: x!.shape, dtype: "f32" }];
  },
  evaluate() {
    throw new ProgramError("gradient", "is evaluated only after the differentiate pass has expanded it");
  },
  differentiate() {
    throw new ProgramError("gradient", "is expanded, innermost first, before what uses it is differentiated");
  },
};

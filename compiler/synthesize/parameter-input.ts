import type { Parameter } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import type { Value } from "../program/program.ts";

/** The program's input that holds a parameter: trainable ones are `parameter`, moving statistics `state`. */
export function parameterInput(builder: Builder, { id, shape, trainable }: Parameter): Value {
  return builder.input(trainable ? "parameter" : "state", id, { shape, dtype: "f32" });
}

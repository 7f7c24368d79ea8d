/** Programs with masks, small enough to be interpreted. */
import { Builder } from "../../compiler/program/builder.ts";
import type { Program, Value } from "../../compiler/program/program.ts";

/** A program that puts out `build(x)` and its gradient by x; x is 2 images of 4x4 with 3 channels. */
export function programOf(
  build: (b: Builder, x: Value) => Value,
  shape: readonly number[] = [2, 4, 4, 3],
): Program {
  const b = new Builder("train");
  const x = b.input("batch", "x", { shape, dtype: "f32" });
  const y = build(b, x);
  b.output("y", y);
  b.output("gradient", b.gradient(b.sum(b.square(y)), x));
  return b.finish();
}

export function dropout(b: Builder, x: Value, site: string, rate: number, shape = x.shape): Value {
  return b.mul(x, b.emit("keep_mask", [b.key(site)], { shape, rate }));
}

export const spatial = (b: Builder, x: Value, site = "spatial") => dropout(b, x, site, 0.5, [2, 1, 1, 3]);

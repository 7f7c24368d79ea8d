/** Undoes a broadcast in the backward direction: sums a gradient over the axes that were repeated. */
import type { Builder } from "../builder.ts";
import type { Value } from "../program.ts";
import { repeatedAxes } from "../shape.ts";

/** @param gradient of the shape that `shape` was broadcast to */
export function sumToShape(builder: Builder, gradient: Value, shape: readonly number[]): Value {
  return builder.reshape(builder.sum(gradient, repeatedAxes(shape, gradient.shape)), shape);
}

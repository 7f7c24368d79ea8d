/**
 * A matrix product with transpose flags as explicit transposes and a plain product. tfjs wasm runs only plain
 * products on its fast path; flags cost 6 to 10 times as much (T20).
 */
import type { Builder } from "../../program/builder.ts";
import type { PrimitiveAttributes } from "../../program/primitive-attributes.ts";
import type { Value } from "../../program/program.ts";

export function expandTransposeFlags(
  builder: Builder,
  [a, b]: readonly Value[],
  { transposeA, transposeB }: PrimitiveAttributes["matmul"],
): Value {
  const left = transposeA ? transposeLastTwo(builder, a!) : a!;
  const right = transposeB ? transposeLastTwo(builder, b!) : b!;
  return builder.matmul(left, right);
}

function transposeLastTwo(builder: Builder, x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return builder.transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

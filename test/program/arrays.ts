/** Small random tensors for the tests of programs. */
import { generate, type NDArray } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { type Key, streamKey, uniform } from "../../compiler/random.ts";

/** A tensor's type with the range its cells are drawn from: `from` included, `to` not. */
export interface Drawn extends TensorType {
  readonly from: number;
  readonly to: number;
}

export function f32(shape: readonly number[], from = -2, to = 2): Drawn {
  return { shape, dtype: "f32", from, to };
}

/** Whole numbers 0 … below - 1. */
export function i32(shape: readonly number[], below: number): Drawn {
  return { shape, dtype: "i32", from: 0, to: below };
}

export function bool(shape: readonly number[]): Drawn {
  return { shape, dtype: "bool", from: 0, to: 2 };
}

export function draw(type: Drawn, name: string): NDArray {
  const [k0, k1]: Key = streamKey(1, name, 0);
  return generate(type, (i) => {
    const number = type.from + (type.to - type.from) * uniform(k0, k1, i);
    return type.dtype === "f32" ? number : Math.floor(number);
  });
}

export function array(shape: readonly number[], cells: readonly number[]): NDArray {
  return { shape, dtype: "f32", data: Float64Array.from(cells) };
}

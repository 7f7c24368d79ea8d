import type { Padding2D } from "../../program/primitive-attributes.ts";

type Pair = readonly [number, number];

/** `same`: as many outputs as ⌈size / stride⌉, zeros around, the odd one after (TensorFlow). `valid`: no zeros. */
export type PaddingMode = "same" | "valid";

export interface WindowOptions {
  readonly size: Pair;
  readonly stride: Pair;
  readonly padding: PaddingMode;
  readonly dilation?: Pair;
}

/** How many positions a window takes along each spatial axis; 0 where it does not fit. */
export function outputSize(spatial: Pair, options: WindowOptions): Pair {
  return eachAxis((axis) => {
    const stride = options.stride[axis];
    if (options.padding === "same") return Math.ceil(spatial[axis] / stride);
    return Math.max(0, Math.floor((spatial[axis] - reach(options, axis)) / stride) + 1);
  });
}

export function explicitPadding(spatial: Pair, options: WindowOptions): Padding2D {
  return eachAxis((axis): Pair => {
    if (options.padding === "valid") return [0, 0];
    const covered = (outputSize(spatial, options)[axis] - 1) * options.stride[axis] + reach(options, axis);
    const total = Math.max(0, covered - spatial[axis]);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

/** Cells that a dilated window spans. */
function reach({ size, dilation }: WindowOptions, axis: 0 | 1): number {
  return (size[axis] - 1) * (dilation?.[axis] ?? 1) + 1;
}

function eachAxis<T>(of: (axis: 0 | 1) => T): readonly [T, T] {
  return [of(0), of(1)];
}

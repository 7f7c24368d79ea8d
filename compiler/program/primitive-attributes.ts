/**
 * The primitives of step programs and the static attributes of each. Every table of rules (shape, reference
 * evaluation, derivative, cost, kernel of each backend) is typed `{ [K in PrimitiveName]: … }` over this one
 * list, so a missing rule is a type error and not a surprise at run time.
 *
 * Images are NHWC, convolution filters HWIO, as in tfjs. Elementwise primitives broadcast as NumPy does.
 */
import type { DType } from "./program.ts";
import type { ScalarKernel } from "./scalar-kernel.ts";

export type None = Readonly<Record<never, never>>;

/** Differentiable functions of one number. `relu(0)' = 0` (T18), `abs(0)' = 0` (T1), `sign(0) = 0`. */
export type UnaryName =
  | "neg"
  | "abs"
  | "sign"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "sqrt"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "erf"
  | "floor"
  | "flush_subnormal";

/** Of two numbers. `max` and `min` send the gradient of a tie to the second argument. */
export type BinaryName = "add" | "sub" | "mul" | "div" | "max" | "min" | "pow";

/** Of two numbers (same dtype), giving `bool`. */
export type ComparisonName = "equal" | "less" | "less_equal" | "greater" | "greater_equal";

/** Explicit zero padding `[[before, after] of height, [before, after] of width]`. */
export type Padding2D = readonly [readonly [number, number], readonly [number, number]];
type Pair = readonly [number, number];
type Shape4 = readonly [number, number, number, number];

export interface Window2D {
  readonly window: Pair;
  readonly strides: Pair;
  readonly padding: Padding2D;
}

export interface Convolution2D {
  readonly strides: Pair;
  readonly dilation: Pair;
  readonly padding: Padding2D;
}

export type PrimitiveAttributes = { [K in UnaryName | BinaryName | ComparisonName]: None } & {
  /** `select(condition: bool, whenTrue, whenFalse)`, all broadcast. */
  select: None;
  cast: { readonly dtype: DType };
  /** The identity, through which no gradient flows. */
  stop_gradient: None;

  /** A tensor filled with one number. */
  constant: { readonly value: number; readonly shape: readonly number[]; readonly dtype: DType };
  /** `key [2] i32` -> f32: 0 with probability `rate`, else 1/(1 - rate), independent (inverted dropout's m/q). */
  keep_mask: { readonly shape: readonly number[]; readonly rate: number };
  /** `indices i32 [...]` -> f32 `[..., depth]`; an index outside 0..depth-1 gives a row of zeros. */
  one_hot: { readonly depth: number };

  broadcast: { readonly shape: readonly number[] };
  reshape: { readonly shape: readonly number[] };
  transpose: { readonly permutation: readonly number[] };
  slice: { readonly start: readonly number[]; readonly size: readonly number[] };
  /** Zeros around: `[before, after]` per dimension. */
  pad: { readonly padding: readonly Pair[] };
  concat: { readonly axis: number };
  reverse: { readonly axes: readonly number[] };

  /** Reductions remove their axes unless `keepDims`. `max` over axes sends its gradient to the first maximum. */
  reduce_sum: { readonly axes: readonly number[]; readonly keepDims: boolean };
  reduce_max: { readonly axes: readonly number[]; readonly keepDims: boolean };
  /** The index (i32) of the first maximum; the axis is removed. */
  argmax: { readonly axis: number };

  /** Rank 2 or more; leading dimensions equal. The flags transpose the last two dimensions before multiplying. */
  matmul: { readonly transposeA: boolean; readonly transposeB: boolean };

  /** `(x [B,H,W,Cin], filter [h,w,Cin,Cout])` -> `[B,H',W',Cout]`; correlation, as in every framework. */
  conv2d: Convolution2D;
  /** `(dy, filter)` -> the gradient of conv2d by x. */
  conv2d_input_gradient: Convolution2D & { readonly inputShape: Shape4 };
  /** `(x, dy)` -> the gradient of conv2d by the filter. */
  conv2d_filter_gradient: Convolution2D & { readonly filterShape: Shape4 };

  /** Padding counts as minus infinity. Ties: the first maximum in row-major order of the window. */
  max_pool: Window2D;
  /** `(x, dy)` -> dy scattered to where x had its maxima: the gradient of max_pool by x. */
  max_pool_scatter: Window2D;
  /** `(x, g)` -> g gathered from where x has its maxima: the gradient of max_pool_scatter by dy. */
  max_pool_gather: Window2D;
  /** Mean over the cells inside the image; padding does not count. */
  avg_pool: Window2D;
  /** `(dy)` -> the gradient of avg_pool. */
  avg_pool_gradient: Window2D & { readonly inputShape: Shape4 };

  /** `(table [V, ...], indices i32 [...])` -> rows of the table. Indices are in range (checked by the host). */
  gather: None;
  /** `(updates, indices)` -> `[rows, ...]`, rows summed where indices repeat: the gradient of gather. */
  scatter_add: { readonly rows: number };

  /**
   * `(logits [B,K], labels i32 [B])` -> `[B]`: cross-entropy against a target that is `on` at the label and
   * `off` elsewhere (rule F-10), loss = S·logsumexp(z) - (on-off)·z_y - off·Σz with S = on + (K-1)·off.
   */
  softmax_cross_entropy: { readonly on: number; readonly off: number };
  /** `(logits, labels, g [B])` -> g·(S·softmax(z) - off - (on-off)·onehot(y)) `[B,K]`. */
  softmax_cross_entropy_gradient: { readonly on: number; readonly off: number };

  /**
   * `(projected [B,T,4H], recurrent [H,4H])` -> hidden `[B,T,H]`, cells `[B,T,H]`, gates `[B,T,4H]` after their
   * functions. `projected` is x·W + b; gates in the order of Keras: input, forget, candidate (tanh), output.
   */
  lstm: None;
  /** `(recurrent, cells, gates, byHidden [B,T,H], byCells [B,T,H] or absent)` -> the gradient of lstm by `projected`. */
  lstm_gradient: None;

  /**
   * `(loss [], x)` -> the gradient of the loss by x, x's shape. Expanded by the `differentiate` pass; legal only before it. A loss that does
   * not depend on x gives zeros (and a note, L-20).
   */
  gradient: None;

  /** Several elementwise primitives as one loop; made by fusion. All inputs broadcast to `shape`. */
  fused: { readonly kernel: ScalarKernel; readonly shape: readonly number[] };
  /**
   * The same scalar kernel over many tensors in one call (rules F-21, F-30): input i of segment s stands at
   * `s * kernel.inputs + i`, likewise the outputs. Each segment has its own shape; inputs broadcast to it.
   */
  fused_segments: { readonly kernel: ScalarKernel; readonly shapes: readonly (readonly number[])[] };
  /**
   * What a scalar kernel of one result makes of its inputs, broadcast to `shape`, reduced over `axes` as
   * `reduce_sum` and `reduce_max` do: the cells are never stored. Made by fusion.
   */
  fused_reduce: {
    readonly kernel: ScalarKernel;
    readonly shape: readonly number[];
    readonly combine: "sum" | "max";
    readonly axes: readonly number[];
    readonly keepDims: boolean;
  };
};

export type PrimitiveName = keyof PrimitiveAttributes;

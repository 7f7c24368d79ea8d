/** One output for every example, in order. */
export interface Prediction {
  /** The first dimension counts examples. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

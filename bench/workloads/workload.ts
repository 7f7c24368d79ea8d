/** Names the file that does the work in each subject's folder. */
export type Task =
  | "mlp-train"
  | "cnn-train"
  | "transformer-train"
  | "lstm-train"
  | "mlp-predict"
  | "cnn-predict"
  | "update"
  | "product"
  | "triad"
  | "compile";

/** One field of a batch: values drawn at random. */
export interface FieldRecipe {
  /** Of one example; [] for a class index each. */
  readonly shape: readonly number[];
  /** Class indices below this; null for reals from 0 to 1. */
  readonly classes: number | null;
}

export interface FixtureRecipe {
  /** A spec of `bench/specs`: its network's first weights are everyone's. */
  readonly spec: string;
  readonly fields: Readonly<Record<string, FieldRecipe>>;
  readonly batch: number;
  readonly batches: number;
}

export interface Workload {
  /** `W1`, or `W6/mlp-1` where a goal has several. */
  readonly id: string;
  readonly title: string;
  readonly task: Task;
  /** A step, unless said otherwise. */
  readonly unit: string;
  readonly fixture: FixtureRecipe | null;
  /** Numbers that the task's file needs besides: sizes. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Floating-point operations of one step, a multiply-add being two; null where arithmetic is not what counts. */
  readonly flops: number | null;
  /** Bytes that one step has to read and write at least; null where memory is not what counts. */
  readonly bytes: number | null;
  /** Values of the first steps are compared with regnet's; null where there is nothing to compare. */
  readonly agreement: { readonly steps: number; readonly tolerance: number } | null;
  /** Whether each sample is a process of its own, measured from its start. */
  readonly coldStart: boolean;
  /** The spec has a param `rate`, which is 0 while losses are compared: masks differ between systems. */
  readonly noisy: boolean;
}

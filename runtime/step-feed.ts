import type { TypedArray } from "./typed-array.ts";

/** What a step is given besides the state; names are those of the plan's inputs. */
export interface StepFeed {
  /** Float32Array for f32, Int32Array for i32, row-major. */
  readonly batch: ReadonlyMap<string, TypedArray>;
  /** The value of each `HostScalar` at this step. */
  readonly scalars: ReadonlyMap<string, number>;
  /** The key of each noise site's stream at this step. */
  readonly keys: ReadonlyMap<string, readonly [number, number]>;
}

/**
 * Scalars that the host computes in float64 before each step and hands to the program (rule F-20): changing a
 * learning rate or a strength never recompiles, and bias corrections keep their digits.
 */
import type { Schedule } from "../ir/schedule.ts";

export type HostScalar =
  | number
  /** The number of finished steps: 0 at the first step (0.5, step 16). */
  | { readonly op: "step" }
  /** The value of a schedule at the current step. */
  | { readonly op: "schedule"; readonly schedule: Schedule }
  | {
      readonly op: "add" | "sub" | "mul" | "div" | "pow" | "min" | "max";
      readonly args: readonly [HostScalar, HostScalar];
    }
  | { readonly op: "sqrt" | "neg"; readonly args: readonly [HostScalar] };

/**
 * A plan: a step program as a list of kernel calls for one backend. Tensors are registers; what becomes of their
 * memory is settled here, so that the executor only does what is written.
 */
import type { HostScalar } from "../program/host-scalar.ts";
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { TensorType } from "../program/program.ts";
import type { BackendName } from "./backend-name.ts";
import type { HostCall } from "./host-kernel.ts";
import type { TfjsCall } from "./lowering.ts";

/** An index into `Plan.registers`. */
export type Register = number;

export type PlanInput =
  | {
      readonly kind: "batch" | "parameter" | "state" | "slot";
      readonly name: string;
      readonly register: Register;
    }
  | {
      readonly kind: "scalar";
      readonly name: string;
      readonly register: Register;
      readonly scalar: HostScalar;
    }
  | { readonly kind: "key"; readonly name: string; readonly register: Register };

export type PlanCall =
  | ({ readonly via: "tfjs" } & TfjsCall)
  /** `overwrites[o]` is the position of the input whose memory output o takes over; null for memory of its own. */
  | ({ readonly via: "host"; readonly overwrites: readonly (number | null)[] } & HostCall)
  /** The output shares the input's memory. */
  | { readonly via: "alias" };

export interface PlanStep {
  /** What it computes; `copy` gives a written value memory of its own, `all_finite` is the guard. */
  readonly op: PrimitiveName | "copy" | "all_finite";
  readonly origin: string;
  readonly inputs: readonly Register[];
  readonly outputs: readonly Register[];
  readonly call: PlanCall;
  /** Registers that nobody reads after this step. */
  readonly release: readonly Register[];
}

export interface Plan {
  readonly name: string;
  readonly backend: BackendName;
  readonly registers: readonly TensorType[];
  /** Those that some step or output uses. */
  readonly inputs: readonly PlanInput[];
  /** Filled once, when the plan is loaded. */
  readonly constants: readonly { readonly register: Register; readonly value: number }[];
  readonly steps: readonly PlanStep[];
  readonly outputs: readonly { readonly name: string; readonly register: Register }[];
  /** After the last step the state of this name is the register's tensor; where overwritten, it is already. */
  readonly writes: readonly { readonly name: string; readonly register: Register }[];
  /** Where the updates begin. Before that step the state is untouched, and these registers must be finite. */
  readonly guard: { readonly step: number; readonly registers: readonly Register[] };
  /** The kernels to be registered with tfjs. */
  readonly tfjsKernels: readonly string[];
  /** The most memory that tensors hold at once: state, constants, batch and everything between. */
  readonly peakBytes: number;
}

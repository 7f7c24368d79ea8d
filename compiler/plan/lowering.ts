/** How a backend runs one instruction; each backend has a table of these, with an entry for every primitive. */
import type { Builder } from "../program/builder.ts";
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { InstructionOf, Value } from "../program/program.ts";
import type { HostCall, KernelAttributes, KernelName } from "./host-kernel.ts";

export type TfjsAttribute =
  | number
  | string
  | boolean
  | readonly number[]
  | readonly (readonly [number, number])[];

export interface TfjsCall {
  /** The name under which tfjs registers it, as in `tf.getKernel(name, backend)`. */
  readonly kernel: string;
  /** tfjs' names of the inputs, in the primitive's order. */
  readonly inputNames: readonly string[];
  readonly attributes: Readonly<Record<string, TfjsAttribute>>;
}

/** What a plan can do in a step. */
export type LoweredCall =
  | ({ readonly via: "tfjs" } & TfjsCall)
  | ({ readonly via: "host" } & HostCall)
  /** The output is the input's bytes under another shape. */
  | { readonly via: "alias" };

export type Lowering =
  | LoweredCall
  /** The same numbers at every step: made once, when the plan is loaded. */
  | { readonly via: "constant"; readonly value: number }
  /** Rewritten into other primitives before planning. */
  | { readonly via: "composition"; readonly expand: (builder: Builder, inputs: readonly Value[]) => Value }
  | { readonly via: "nothing"; readonly reason: string };

/** Every primitive has a rule on every backend: a gap is a type error, not a surprise at run time. */
export type BackendRules = { readonly [K in PrimitiveName]: (instruction: InstructionOf<K>) => Lowering };

export const alias: LoweredCall = { via: "alias" };

export function tfjs(
  kernel: string,
  inputNames: readonly string[],
  attributes: Readonly<Record<string, TfjsAttribute>>,
): Lowering {
  return { via: "tfjs", kernel, inputNames, attributes };
}

export function host<K extends KernelName>(kernel: K, attributes: KernelAttributes[K]): LoweredCall {
  return { via: "host", kernel, attributes } as unknown as LoweredCall;
}

export function composition(expand: (builder: Builder, inputs: readonly Value[]) => Value): Lowering {
  return { via: "composition", expand };
}

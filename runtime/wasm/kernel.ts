/**
 * What a kernel of WebAssembly is: a definition makes, for given shapes, the functions that compute it. Shapes and
 * attributes are known when the code is made, so loops have constant bounds and no path that is never taken.
 */
import type { KernelAttributes, KernelName } from "../../compiler/plan/host-kernel.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { FunctionBuilder, Local } from "./assembler/function-builder.ts";
import type { Target } from "./assembler/module-builder.ts";

export interface KernelRequest<K extends KernelName> {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
  readonly attributes: KernelAttributes[K];
  readonly target: Target;
}

export type WasmKernelDefinition<K extends KernelName> = (request: KernelRequest<K>) => WasmKernel;

/** A kernel at fixed shapes. Memory is addressed in bytes; tensors, workspace and scratch begin at multiples of 64. */
export interface WasmKernel {
  /** Run one after the other. All threads have finished a phase before any begins the next. */
  readonly phases: readonly Phase[];
  /** Bytes that the threads share while the kernel runs. Default 0. */
  readonly workspace?: number;
  /** Bytes of each thread's own while a phase runs. Default 0. */
  readonly scratch?: number;
  /**
   * Where there are too many tensors to be parameters: numbers that are laid into memory once, from which phases
   * read addresses. With a table, `inputs` and `outputs` of the phases are empty.
   */
  readonly table?: (inputs: readonly number[], outputs: readonly number[]) => Int32Array;
}

export interface Phase {
  /**
   * Independent pieces of work, 0 … units - 1. Each thread is given one run of them, possibly empty. The bits that
   * come out must not depend on where the runs begin and end: a sum over many units goes through the workspace, its
   * parts of a size that the shapes alone decide.
   */
  readonly units: number;
  /** Emits the body that does units `begin` up to `end`, without `end`. */
  readonly build: (context: PhaseContext) => void;
}

export interface PhaseContext {
  readonly f: FunctionBuilder;
  /** Addresses of the tensors. Inputs may lie in an output's memory where the plan overwrites (elementwise only). */
  readonly inputs: readonly Local<"i32">[];
  readonly outputs: readonly Local<"i32">[];
  readonly workspace: Local<"i32">;
  readonly scratch: Local<"i32">;
  readonly table: Local<"i32">;
  readonly begin: Local<"i32">;
  readonly end: Local<"i32">;
}

/** Runs one WebAssembly kernel on arrays, its units dealt to any number of threads in turn. */
import { expect } from "vitest";
import type { KernelAttributes, KernelName } from "../../compiler/plan/host-kernel.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import type { TypedArray } from "../../runtime/typed-array.ts";
import { ModuleBuilder, type Target } from "../../runtime/wasm/assembler/module-builder.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import { emitKernel } from "../../runtime/wasm/emit-kernel.ts";
import { hostFunctions, importsOf } from "../../runtime/wasm/host-functions.ts";
import type { WasmKernel } from "../../runtime/wasm/kernel.ts";
import { wasmKernels } from "../../runtime/wasm/kernels/index.ts";

export interface KernelRun<K extends KernelName> {
  readonly kernel: K;
  readonly attributes: KernelAttributes[K];
  readonly inputs: readonly { readonly type: TensorType; readonly values: ArrayLike<number> }[];
  readonly outputs: readonly TensorType[];
  /** One output more, of a type that depends on the target. */
  readonly note?: (target: Target) => TensorType;
  /** Default: what the engine has. Where it has wide vectors (`npm run test:wide`), both run, and are to give the same bits. */
  readonly target?: Partial<Target>;
  /** How many runs each phase's units are cut into. Default 1. */
  readonly threads?: number;
  /** `overwrites[o]` is the input whose memory output o takes over. */
  readonly overwrites?: readonly (number | null)[];
}

const arrayTypes = { f32: Float32Array, i32: Int32Array, bool: Uint8Array } as const;
/** Written around every tensor, to see that a kernel writes nothing outside. */
const SENTINEL = 0xa5;
const MARGIN = 64;

/** The outputs' cells. Fails when a kernel writes outside of its outputs, workspace and scratch. */
export function runKernel<K extends KernelName>(run: KernelRun<K>): readonly TypedArray[] {
  const target: Target = { ...detectTarget(false), ...run.target };
  if (!target.wideVectors) return runFor(target, run);
  const [narrow, wide] = [false, true].map((wideVectors) => runFor({ ...target, wideVectors }, run));
  // NaN is NaN: WebAssembly leaves its other bits to the engine.
  for (const [o, cells] of wide!.entries()) {
    // A note is of another size: wide tiles cut a product into fewer units.
    if (o >= run.outputs.length) continue;
    const other = cells.findIndex((cell, at) => !Object.is(cell, narrow![o]![at]));
    if (other !== -1) expect.fail(`${run.kernel} gives other bits with wide vectors, at ${other}`);
  }
  return wide!;
}

function runFor<K extends KernelName>(target: Target, run: KernelRun<K>): readonly TypedArray[] {
  const outputs = run.note === undefined ? run.outputs : [...run.outputs, run.note(target)];
  const kernel: WasmKernel = wasmKernels[run.kernel]({
    inputs: run.inputs.map(({ type }) => type),
    outputs,
    attributes: run.attributes,
    target,
  });
  const module = new ModuleBuilder(target, hostFunctions);
  const counts = { inputs: run.inputs.length, outputs: outputs.length };
  const names = emitKernel(module, "kernel", kernel, counts);

  let top = MARGIN;
  const place = (bytes: number): number => {
    const address = top;
    top = Math.ceil((top + bytes) / MARGIN) * MARGIN + MARGIN;
    return address;
  };
  const inputAddresses = run.inputs.map(({ type }) => place(bytesOf(type)));
  const outputAddresses = outputs.map((type, o) => {
    const over = run.overwrites?.[o] ?? null;
    return over === null ? place(bytesOf(type)) : inputAddresses[over]!;
  });
  const workspace = place(kernel.workspace ?? 0);
  const scratch = place(kernel.scratch ?? 0);
  const numbers = kernel.table?.(inputAddresses, outputAddresses) ?? new Int32Array(0);
  const table = place(numbers.byteLength);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(top / 65536) + 1 });
  const bytes = new Uint8Array(memory.buffer).fill(SENTINEL);
  new Int32Array(memory.buffer, table, numbers.length).set(numbers);
  run.inputs.forEach(({ type, values }, i) => {
    new arrayTypes[type.dtype](memory.buffer, inputAddresses[i], values.length).set(Array.from(values));
  });
  const written = new Uint8Array(bytes.length);
  outputs.forEach((type, o) => {
    written.fill(1, outputAddresses[o], outputAddresses[o]! + bytesOf(type));
  });
  written.fill(1, workspace, workspace + (kernel.workspace ?? 0));
  written.fill(1, scratch, scratch + (kernel.scratch ?? 0));
  const before = bytes.slice();

  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), importsOf(memory));
  const tensors = kernel.table === undefined ? [...inputAddresses, ...outputAddresses] : [];
  kernel.phases.forEach(({ units }, phase) => {
    const call = instance.exports[names[phase]!] as (...given: number[]) => void;
    const threads = run.threads ?? 1;
    // Backwards, so that a phase whose units need an order is found out.
    for (let thread = threads - 1; thread >= 0; thread--) {
      const begin = Math.floor((units * thread) / threads);
      const end = Math.floor((units * (thread + 1)) / threads);
      call(...tensors, workspace, scratch, table, begin, end);
    }
  });
  const astray = bytes.findIndex((byte, at) => written[at] === 0 && byte !== before[at]);
  if (astray !== -1) expect.fail(`${run.kernel} wrote outside of its outputs, at ${astray}`);
  return outputs.map((type, o) =>
    new arrayTypes[type.dtype](memory.buffer, outputAddresses[o], sizeOf(type.shape)).slice(),
  );
}

function bytesOf({ shape, dtype }: TensorType): number {
  return sizeOf(shape) * arrayTypes[dtype].BYTES_PER_ELEMENT;
}

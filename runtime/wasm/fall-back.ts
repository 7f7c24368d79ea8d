/** Runs a kernel that WebAssembly lacks in JavaScript. */
import type { HostCall } from "../../compiler/plan/host-kernel.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { hostKernels } from "../kernels/host-kernels.ts";
import { runHostCall } from "../tfjs/run-host-call.ts";
import type { TypedArray } from "../typed-array.ts";

interface Cells extends TensorType {
  readonly data: TypedArray;
}

export function fallBack(call: HostCall, inputs: readonly Cells[], outputs: readonly Cells[]): void {
  if (call.kernel in hostKernels) {
    runHostCall(call, inputs, outputs);
    return;
  }
  const arrays = inputs.map(({ shape, dtype, data }) => ({ shape, dtype, data: Float64Array.from(data) }));
  const evaluate = primitives[call.kernel as "matmul"].evaluate;
  const results = evaluate(arrays, call.attributes as { transposeA: boolean; transposeB: boolean });
  outputs.forEach(({ data }, o) => {
    data.set(results[o]!.data);
  });
}

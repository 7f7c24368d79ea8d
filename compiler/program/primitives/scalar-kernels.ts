/** What `fused` and `fused_segments` share: one scalar kernel, checked and run over tensors of one shape. */
import { ProgramError } from "../error.ts";
import { type NDArray, zeros } from "../nd-array.ts";
import type { TensorType } from "../program.ts";
import {
  binaryFunctions,
  comparisonFunctions,
  multiplyAddFunctions,
  unaryFunctions,
} from "../scalar-functions.ts";
import type { ScalarKernel, ScalarOperation } from "../scalar-kernel.ts";
import { broadcastStrides, broadcastsTo, formatShape, stridedOffsets } from "../shape.ts";

/** That each operation reads earlier operands only and each result names one. */
export function checkKernel(name: string, kernel: ScalarKernel): void {
  const { inputs, operations, results } = kernel;
  for (let position = 0; position < operations.length; position++) {
    const { args } = operations[position]!;
    for (let i = 0; i < args.length; i++) checkOperand(name, args[i]!, inputs + position);
  }
  for (const operand of results) checkOperand(name, operand, inputs + operations.length);
}

function checkOperand(name: string, operand: number, defined: number): void {
  if (!Number.isInteger(operand) || operand < 0 || operand >= defined)
    throw new ProgramError(name, `the kernel reads operand ${operand} of ${defined}`);
}

/** The results' types for one segment; its inputs are f32 and broadcast to its shape. */
export function kernelTypes(
  name: string,
  kernel: ScalarKernel,
  inputs: readonly TensorType[],
  shape: readonly number[],
): readonly TensorType[] {
  for (let i = 0; i < inputs.length; i++) {
    const input = inputs[i]!;
    if (broadcastsTo(input.shape, shape) && input.dtype === "f32") continue;
    const [from, to] = [formatShape(input.shape), formatShape(shape)];
    throw new ProgramError(name, `${input.dtype} ${from} does not broadcast to f32 ${to}`);
  }
  return kernel.results.map(() => ({ shape, dtype: "f32" }));
}

export function runKernel(
  kernel: ScalarKernel,
  inputs: readonly NDArray[],
  shape: readonly number[],
): readonly NDArray[] {
  const views = inputs.map((input) => stridedOffsets(shape, broadcastStrides(input.shape, shape)));
  const results = kernel.results.map(() => zeros({ shape, dtype: "f32" }));
  const cells = results[0]?.data.length ?? 0;
  for (let cell = 0; cell < cells; cell++) {
    const numbers = inputs.map(({ data }, i) => data[views[i]![cell]!]!);
    evaluateScalarKernel(kernel, numbers).forEach((number, i) => {
      results[i]!.data[cell] = number;
    });
  }
  return results;
}

/** The kernel's results for one cell. */
export function evaluateScalarKernel(kernel: ScalarKernel, inputs: readonly number[]): readonly number[] {
  const operands = [...inputs];
  for (const operation of kernel.operations) operands.push(evaluateOperation(operation, operands));
  return kernel.results.map((operand) => operands[operand]!);
}

function evaluateOperation(operation: ScalarOperation, operands: readonly number[]): number {
  const { op } = operation;
  if (op === "constant") return operation.value;
  const [p, q, r] = operation.args.map((operand) => operands[operand]!);
  if (op === "select") return p !== 0 ? q! : r!;
  if (op in unaryFunctions) return unaryFunctions[op as keyof typeof unaryFunctions](p!);
  if (op in binaryFunctions) return binaryFunctions[op as keyof typeof binaryFunctions](p!, q!);
  if (op in comparisonFunctions) return comparisonFunctions[op as keyof typeof comparisonFunctions](p!, q!);
  if (op in multiplyAddFunctions)
    return multiplyAddFunctions[op as keyof typeof multiplyAddFunctions](p!, q!, r!);
  throw new ProgramError("fused", `no scalar operation ${op}`);
}

import {
  binaryFunctions,
  comparisonFunctions,
  multiplyAddFunctions,
  unaryFunctions,
} from "../program/scalar-functions.ts";
import type { ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";

type WrittenName = ScalarOperation["op"];

/** The operations that a kernel is written with; each goes by its place. A constant is the first. */
const names: readonly WrittenName[] = [
  "constant",
  ...(Object.keys(unaryFunctions) as (keyof typeof unaryFunctions)[]),
  ...(Object.keys(binaryFunctions) as (keyof typeof binaryFunctions)[]),
  ...(Object.keys(comparisonFunctions) as (keyof typeof comparisonFunctions)[]),
  "select",
  ...(Object.keys(multiplyAddFunctions) as (keyof typeof multiplyAddFunctions)[]),
];
const numbers: ReadonlyMap<string, number> = new Map(names.map((name, number) => [name, number]));

export function numberOf(op: WrittenName): number {
  return numbers.get(op)!;
}

interface Entry {
  readonly code: readonly number[];
  readonly kernel: ScalarKernel;
}

const float64 = new Float64Array(1);
const words = new Int32Array(float64.buffer);

/** Scalar kernels by what they do: of thousands of layers nearly all have one of a few, and of one table each is one object. */
export class KernelTable {
  private readonly entries = new Map<number, Entry[]>();
  private readonly code: number[] = [];

  /**
   * @param code of each operation its number and its operands, of a constant its value; then the results. Operands below 0
   * are operations, -1 the first. It may be written over afterwards.
   */
  get(inputs: number, code: readonly number[], results: number): ScalarKernel {
    const hash = hashOf(code, inputs);
    let bucket = this.entries.get(hash);
    if (bucket === undefined) {
      bucket = [];
      this.entries.set(hash, bucket);
    }
    for (const { code: known, kernel } of bucket)
      if (kernel.inputs === inputs && kernel.results.length === results && areSame(known, code))
        return kernel;
    const kernel = decode(inputs, code, results);
    bucket.push({ code: code.slice(), kernel });
    return kernel;
  }

  /** The kernel that does the same as this one, always the same object. */
  sole(kernel: ScalarKernel): ScalarKernel {
    encode(kernel, this.code);
    return this.get(kernel.inputs, this.code, kernel.results.length);
  }
}

/** The code of a kernel. */
function encode({ inputs, operations, results }: ScalarKernel, written: number[]): void {
  const operand = (own: number): number => (own < inputs ? own : inputs - 1 - own);
  written.length = 0;
  for (const operation of operations) {
    written.push(numberOf(operation.op));
    if (operation.op === "constant") written.push(operation.value);
    for (const argument of operation.args) written.push(operand(argument));
  }
  for (const result of results) written.push(operand(result));
}

function hashOf(code: readonly number[], inputs: number): number {
  let hash = inputs;
  for (let i = 0; i < code.length; i++) {
    float64[0] = code[i]!;
    hash = Math.imul(hash ^ words[0]! ^ words[1]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

function decode(inputs: number, code: readonly number[], results: number): ScalarKernel {
  const operand = (written: number): number => (written < 0 ? inputs - 1 - written : written);
  const operations: ScalarOperation[] = [];
  const end = code.length - results;
  for (let at = 0; at < end; ) {
    const op = names[code[at]!]!;
    const args = at + 1;
    const length = op === "constant" ? 1 : arityOf(op);
    operations.push(
      op === "constant"
        ? { op, args: [], value: code[args]! }
        : scalarOperation(op, code.slice(args, args + length).map(operand)),
    );
    at = args + length;
  }
  return { inputs, operations, results: code.slice(end).map(operand) };
}

/** The operation on these operands; the arity is that of the primitive it came from. */
export function scalarOperation(
  op: Exclude<WrittenName, "constant">,
  args: readonly number[],
): ScalarOperation {
  // Each primitive's arity was checked when the instruction was built.
  return { op, args } as unknown as ScalarOperation;
}

function arityOf(op: WrittenName): number {
  if (op in unaryFunctions) return 1;
  return op in binaryFunctions || op in comparisonFunctions ? 2 : 3;
}

/** Turns a scalar kernel into a list of loops over chunks, with as few chunks between them as will do. */
import type { ScalarKernel } from "../../../compiler/program/scalar-kernel.ts";
import { type LoopName, type ScalarLoop, scalarLoops } from "./scalar-loops.ts";

/** Cells a loop runs over at a time: a chunk is 4 kB, so that a dozen of them stay in the nearest cache. */
export const CHUNK = 1024;

export interface CompiledOperation {
  readonly loop: ScalarLoop;
  /** Places: the inputs come first, then the chunks of `CompiledKernel.chunks`. */
  readonly target: number;
  readonly args: readonly [number, number, number];
}

export interface CompiledKernel {
  readonly operations: readonly CompiledOperation[];
  /** The places of the results, in order; never inputs, which the results may overwrite. */
  readonly results: readonly number[];
  /** Constants are chunks filled once; the others are scratch. */
  readonly chunks: readonly Float32Array[];
}

const compiled = new WeakMap<ScalarKernel, CompiledKernel>();

export function compileScalarKernel(kernel: ScalarKernel): CompiledKernel {
  const known = compiled.get(kernel);
  if (known !== undefined) return known;
  const made = compile(kernel);
  compiled.set(kernel, made);
  return made;
}

function compile({ inputs, operations, results }: ScalarKernel): CompiledKernel {
  const chunks: Float32Array[] = [];
  const free: number[] = [];
  const newPlace = (): number => inputs + chunks.push(new Float32Array(CHUNK)) - 1;
  const lastUse = findLastUses({ inputs, operations, results });
  /** Where each operand's values lie. */
  const places = Array.from({ length: inputs }, (_, i) => i);
  const code: CompiledOperation[] = [];

  operations.forEach((operation, index) => {
    const operand = inputs + index;
    if (operation.op === "constant") {
      places[operand] = newPlace();
      chunks.at(-1)!.fill(operation.value);
      return;
    }
    const args = operation.args.map((argument) => places[argument]!);
    // Freed first: a loop reads each cell before it writes it, so the result may lie where an operand did.
    for (const argument of new Set(operation.args)) {
      const isScratch = argument >= inputs && operations[argument - inputs]!.op !== "constant";
      if (isScratch && lastUse[argument] === index) free.push(places[argument]!);
    }
    places[operand] = free.pop() ?? newPlace();
    code.push(step(operation.op, places[operand]!, args));
  });
  const copies = results.map((operand) => {
    if (operand >= inputs) return places[operand]!;
    const place = newPlace();
    code.push(step("copy", place, [operand]));
    return place;
  });
  return { operations: code, results: copies, chunks };
}

function step(op: LoopName, target: number, args: readonly number[]): CompiledOperation {
  const first = args[0]!;
  return { loop: scalarLoops[op], target, args: [first, args[1] ?? first, args[2] ?? first] };
}

/** The last operation that reads each operand; results are read after all. */
function findLastUses({ inputs, operations, results }: ScalarKernel): readonly number[] {
  const lastUse = new Array<number>(inputs + operations.length).fill(-1);
  operations.forEach(({ args }, index) => {
    for (const operand of args) lastUse[operand] = index;
  });
  for (const operand of results) lastUse[operand] = operations.length;
  return lastUse;
}

import { mapInstructions } from "../program/instruction-writer.ts";
import type { Program } from "../program/program.ts";
import type { MultiplyAddName, ScalarKernel, ScalarOperation } from "../program/scalar-kernel.ts";
import type { Pass } from "./pass.ts";
import { sliceKernel } from "./slice-kernel.ts";

const name = "contract-multiply-adds";

/**
 * A product that is only added becomes one operation with the sum, in loops that write weights and what optimizers keep: to an
 * average or a step it is one rounding less. No loops besides: a machine that rounds once makes x·x - y·y of equal numbers
 * other than 0, and what a network computes is to be what it says.
 */
export const contractMultiplyAdds: Pass = {
  name,
  reason: "An update is short of arithmetic units, not of memory; last, when loops are what they will be.",
  run(program) {
    const updated = updatedValues(program);
    let contracted = 0;
    const instructions = mapInstructions(program.instructions, (instruction) => {
      if (instruction.op !== "fused" && instruction.op !== "fused_segments") return instruction;
      if (!instruction.outputs.some(({ id }) => updated.has(id))) return instruction;
      const kernel = contract(instruction.attributes.kernel);
      if (kernel === instruction.attributes.kernel) return instruction;
      contracted += 1;
      // The two differ in how they are laid out, not in their kernel.
      return instruction.op === "fused"
        ? { ...instruction, attributes: { ...instruction.attributes, kernel } }
        : { ...instruction, attributes: { ...instruction.attributes, kernel } };
    });
    if (contracted === 0) return { program, notes: [] };
    const text = `products and sums of ${contracted} update loops became multiply-adds`;
    return {
      program: { ...program, instructions } satisfies Program,
      notes: [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

/** What is written to weights and to the optimizer's slots; the statistics of a batch norm are part of the network. */
function updatedValues({ inputs, writes }: Program): ReadonlySet<number> {
  const states = new Set(
    inputs.flatMap(({ kind, name }) => (kind === "parameter" || kind === "slot" ? [name] : [])),
  );
  return new Set(writes.flatMap(({ name, value }) => (states.has(name) ? [value.id] : [])));
}

/** The kernel itself where nothing can be contracted. */
function contract(kernel: ScalarKernel): ScalarKernel {
  const { inputs, operations, results } = kernel;
  const uses = countUses(kernel);
  /** The factors of an operand that is a product and read here only. */
  const factorsOf = (operand: number): readonly [number, number] | null => {
    const operation = operations[operand - inputs];
    return operation?.op === "mul" && uses[operand] === 1 ? operation.args : null;
  };
  const made = operations.map((operation): ScalarOperation => {
    if (operation.op !== "add" && operation.op !== "sub") return operation;
    const [a, b] = operation.args;
    const ofB = factorsOf(b);
    // As the mean of squares less the mean's square, of centered RMSprop: rounded alike, the two may cancel.
    if (operation.op === "sub" && ofB !== null && ofB[0] === ofB[1]) return operation;
    if (ofB !== null)
      return multiplyAdd(operation.op === "add" ? "multiply_add" : "negative_multiply_add", ofB, a);
    const ofA = operation.op === "add" ? factorsOf(a) : null;
    return ofA === null ? operation : multiplyAdd("multiply_add", ofA, b);
  });
  if (made.every((operation, position) => operation === operations[position])) return kernel;
  // The products are read by nobody now.
  return sliceKernel({ inputs, operations: made, results }, results).kernel;
}

function multiplyAdd(op: MultiplyAddName, [a, b]: readonly [number, number], c: number): ScalarOperation {
  return { op, args: [a, b, c] };
}

function countUses({ inputs, operations, results }: ScalarKernel): Uint32Array {
  const uses = new Uint32Array(inputs + operations.length);
  for (const { args } of operations) for (const argument of args) uses[argument]! += 1;
  for (const result of results) uses[result]! += 1;
  return uses;
}

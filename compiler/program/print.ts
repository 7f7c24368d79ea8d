/** A program as text, for snapshots, `compile --emit step` and people. Equal programs print equally. */
import { printHostScalar } from "./print-host-scalar.ts";
import type { Instruction, Program, ProgramInput, Value } from "./program.ts";
import type { ScalarKernel } from "./scalar-kernel.ts";
import { formatType } from "./shape.ts";

/** Attributes that the printed type of the result already shows. */
const shownByType: ReadonlySet<string> = new Set(["shape", "dtype", "inputShape", "filterShape", "shapes"]);

/** Values are numbered in order of definition, whatever their ids. */
export function print(program: Program): string {
  const numbers = new Map<number, number>();
  const refer = ({ id }: Value): string => `%${numbers.get(id) ?? `?${id}`}`;
  const define = (value: Value): string => {
    numbers.set(value.id, numbers.size);
    return `${refer(value)}: ${formatType(value)}`;
  };
  const lines = [
    ...program.inputs.map((input) => `${define(input.value)} = ${printInput(input)}`),
    ...program.instructions.map((instruction) => {
      const operands = instruction.inputs.map((value) => ` ${refer(value)}`).join("");
      const results = instruction.outputs.map(define).join(", ");
      const origin = instruction.origin === "" ? "" : `  // ${instruction.origin}`;
      return `${results} = ${instruction.op}${operands}${printAttributes(instruction)}${origin}`;
    }),
    ...program.outputs.map(({ name, value }) => `output ${name} = ${refer(value)}`),
    ...program.writes.map(({ name, value }) => `write ${name} = ${refer(value)}`),
  ];
  return [`program ${program.name}`, ...lines.map((line) => `  ${line}`), ""].join("\n");
}

function printInput(input: ProgramInput): string {
  return `${input.kind} ${input.kind === "scalar" ? printHostScalar(input.scalar) : input.name}`;
}

function printAttributes({ attributes }: Instruction): string {
  const shown = Object.entries(attributes).flatMap(([name, value]: [string, unknown]) => {
    if (shownByType.has(name) || value === false) return [];
    if (isKernel(value)) return [`${name}: ${printKernel(value)}`];
    return [`${name}: ${typeof value === "number" ? value : JSON.stringify(value)}`];
  });
  return shown.length === 0 ? "" : ` {${shown.join(", ")}}`;
}

function isKernel(value: unknown): value is ScalarKernel {
  return typeof value === "object" && value !== null && "operations" in value;
}

/** `(a0, a1) a2 = mul a0 a1; a3 = constant 2 -> a3` */
export function printKernel({ inputs, operations, results }: ScalarKernel): string {
  const parameters = Array.from({ length: inputs }, (_, i) => `a${i}`).join(", ");
  const steps = operations.map((operation, i) => {
    const operands = operation.op === "constant" ? [operation.value] : operation.args.map((arg) => `a${arg}`);
    return `a${inputs + i} = ${operation.op} ${operands.join(" ")}`;
  });
  return `(${parameters}) ${steps.join("; ")} -> ${results.map((result) => `a${result}`).join(", ")}`;
}

import type { HostFunction } from "./assembler/module-builder.ts";

interface NamedFunction extends HostFunction {
  readonly function: (...given: number[]) => number;
  /** The same, as a worker is told of it. */
  readonly source: string;
}

const refuseRow = (index: number, rows: number): never => {
  throw new RangeError(`index ${index} names no row of ${rows}`);
};
const refuseLabel = (label: number, classes: number): never => {
  throw new RangeError(`label ${label} names no class of ${classes}`);
};

/** Functions of JavaScript that kernels may call where speed is no matter: float64 in, float64 out. */
export const hostFunctions: readonly NamedFunction[] = [
  { name: "pow", parameters: 2, function: Math.pow, source: "Math.pow" },
  { name: "refuseRow", parameters: 2, function: refuseRow, source: String(refuseRow) },
  { name: "refuseLabel", parameters: 2, function: refuseLabel, source: String(refuseLabel) },
];

/** What a module is instantiated with. */
export function importsOf(memory: WebAssembly.Memory): WebAssembly.Imports {
  const functions = hostFunctions.map((host) => [host.name, host.function] as const);
  return { env: { memory, ...Object.fromEntries(functions) } };
}

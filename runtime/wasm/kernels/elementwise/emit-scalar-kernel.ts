import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { keep } from "../../math/lanes.ts";
import { powers } from "../../math/pow.ts";
import { applyOperation } from "./apply-operation.ts";
import { asNumber, keepOperand, type Operand } from "./operand.ts";

/**
 * Emits a scalar kernel on four cells of f32 at a time, for loops of its own or at the end of another kernel.
 *
 * @param inputs each evaluated at most once, before any result
 * @returns the results, each to be evaluated once
 */
export function emitScalarKernel(
  f: FunctionBuilder,
  kernel: ScalarKernel,
  inputs: readonly V128[],
): readonly V128[] {
  const operands = inputs.map((lanes): Operand => ({ holds: "f32", lanes: keep(f, lanes) }));
  emitOperations(f, kernel, operands, () => true);
  return kernel.results.map((operand) => asNumber(f, operands[operand]!));
}

/**
 * Computes the operations that are asked for, from operands that are there.
 *
 * @param operands the inputs and then the operations, in order; those computed are put in
 * @param early whether the results are read more than once even where one operation reads them: in a loop that follows
 */
export function emitOperations(
  f: FunctionBuilder,
  kernel: ScalarKernel,
  operands: Operand[],
  isAskedFor: (operand: number) => boolean,
  early = false,
): void {
  const uses = countUses(kernel);
  kernel.operations.forEach((operation, position) => {
    const operand = kernel.inputs + position;
    if (!isAskedFor(operand)) return;
    const args = operation.args.map((argument) => operands[argument]!);
    const made = powerOf(f, kernel, position, args) ?? applyOperation(f, operation, args);
    operands[operand] = early || uses[operand]! > 1 ? keepOperand(f, made) : made;
  });
}

/** A power whose exponent is a constant that needs no logarithm. */
function powerOf(
  f: FunctionBuilder,
  { inputs, operations }: ScalarKernel,
  position: number,
  args: readonly Operand[],
): Operand | null {
  const operation = operations[position]!;
  if (operation.op !== "pow") return null;
  const exponent = operations[operation.args[1] - inputs];
  const power = exponent?.op === "constant" ? powers.get(exponent.value) : undefined;
  return power === undefined ? null : { holds: "f32", lanes: power(f, asNumber(f, args[0]!)) };
}

function countUses({ inputs, operations, results }: ScalarKernel): readonly number[] {
  const uses = new Array<number>(inputs + operations.length).fill(0);
  for (const operand of [...operations.flatMap(({ args }): readonly number[] => args), ...results])
    uses[operand]! += 1;
  return uses;
}

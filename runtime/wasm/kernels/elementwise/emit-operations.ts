import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { powers } from "../../math/pow.ts";
import { applyOperation } from "./apply-operation.ts";
import { asNumber, keepOperand, type Operand } from "./operand.ts";

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

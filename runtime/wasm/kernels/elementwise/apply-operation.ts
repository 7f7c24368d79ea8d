import type { ComparisonName, UnaryName } from "../../../../compiler/program/primitive-attributes.ts";
import { comparisonFunctions, unaryFunctions } from "../../../../compiler/program/scalar-functions.ts";
import type { ScalarOperation } from "../../../../compiler/program/scalar-kernel.ts";
import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { f32x4, i32x4 } from "../../assembler/instructions.ts";
import { binaryVectors } from "../../math/binary-vectors.ts";
import { choose, float, multiplyAdd, negativeMultiplyAdd } from "../../math/lanes.ts";
import { unaryVectors } from "../../math/unary-vectors.ts";
import { asNumber, asTruth, type Operand } from "./operand.ts";

/** What the operation makes of its arguments; as in JavaScript, each step is rounded to float32, a multiply-add once. */
export function applyOperation(
  f: FunctionBuilder,
  operation: ScalarOperation,
  args: readonly Operand[],
): Operand {
  const { op } = operation;
  if (op === "constant") return { holds: "f32", lanes: float(f, operation.value) };
  if (op === "select") return select(f, args[0]!, args[1]!, args[2]!);
  if (isComparison(op)) return compare(f, op, args[0]!, args[1]!);
  const [a, b, c] = args.map((argument) => asNumber(f, argument));
  if (op === "multiply_add") return { holds: "f32", lanes: multiplyAdd(f, a!, b!, c!) };
  if (op === "negative_multiply_add") return { holds: "f32", lanes: negativeMultiplyAdd(f, a!, b!, c!) };
  return { holds: "f32", lanes: isUnary(op) ? unaryVectors[op](f, a!) : binaryVectors[op](f, a!, b!) };
}

function isComparison(op: ScalarOperation["op"]): op is ComparisonName {
  return Object.hasOwn(comparisonFunctions, op);
}

function isUnary(op: ScalarOperation["op"]): op is UnaryName {
  return Object.hasOwn(unaryFunctions, op);
}

type Comparison = (a: V128, b: V128) => V128;

const comparisons: {
  readonly [K in ComparisonName]: { readonly f32: Comparison; readonly i32: Comparison };
} = {
  equal: { f32: f32x4.eq, i32: i32x4.eq },
  less: { f32: f32x4.lt, i32: i32x4.ltS },
  less_equal: { f32: f32x4.le, i32: i32x4.leS },
  greater: { f32: f32x4.gt, i32: i32x4.gtS },
  greater_equal: { f32: f32x4.ge, i32: i32x4.geS },
};

function compare(f: FunctionBuilder, op: ComparisonName, a: Operand, b: Operand): Operand {
  const whole = a.holds === "i32" && b.holds === "i32";
  const lanes = whole
    ? comparisons[op].i32(a.lanes, b.lanes)
    : comparisons[op].f32(asNumber(f, a), asNumber(f, b));
  return { holds: "truth", lanes };
}

function select(f: FunctionBuilder, condition: Operand, a: Operand, b: Operand): Operand {
  const truth = asTruth(f, condition);
  if (a.holds === b.holds) return { holds: a.holds, lanes: choose(f, truth, a.lanes, b.lanes) };
  return { holds: "f32", lanes: choose(f, truth, asNumber(f, a), asNumber(f, b)) };
}

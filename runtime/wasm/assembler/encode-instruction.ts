/** How instructions of each form are encoded: operands first, then the opcode and what it carries. */
import { type Code, unsigned } from "./encoding.ts";
import {
  codeOf,
  type Expression,
  type I32,
  type Instruction,
  type Operands,
  type Statement,
  type V128,
  type ValueType,
} from "./expression.ts";

export type Opcode = number | readonly [prefix: number, opcode: number];

export function encode(opcode: Opcode): Code {
  return typeof opcode === "number" ? [opcode] : [opcode[0], ...unsigned(opcode[1])];
}

export const simd = (opcode: number): Opcode => [0xfd, opcode];

function made<T extends ValueType | "none">(
  type: T,
  operands: readonly Expression<ValueType>[],
  own: Code,
): { readonly type: T; readonly code: Code; readonly instruction: Instruction } {
  return { type, code: [...operands.map(({ code }) => code), own], instruction: { operands, own } };
}

/** A plain number as an expression. */
function asExpression<T extends ValueType>(type: T, operand: Operands[T]): Expression<ValueType> {
  const given: Operands[ValueType] = operand;
  return typeof given === "number" ? { type, code: codeOf(type, operand) } : given;
}

export function unary<T extends ValueType, R extends ValueType>(type: T, result: R, opcode: Opcode) {
  return (x: Operands[T]): Expression<R> => made(result, [asExpression(type, x)], encode(opcode));
}

export function binary<T extends ValueType, R extends ValueType>(type: T, result: R, opcode: Opcode) {
  return (a: Operands[T], b: Operands[T]): Expression<R> =>
    made(result, [asExpression(type, a), asExpression(type, b)], encode(opcode));
}

export function ternary(opcode: Opcode) {
  return (a: V128, b: V128, c: V128): V128 => made("v128", [a, b, c], encode(opcode));
}

export function shift(opcode: Opcode) {
  return (x: V128, bits: I32): V128 => made("v128", [x, asExpression("i32", bits)], encode(opcode));
}

/** `alignment` is the base-2 logarithm that the specification calls natural; a hint, not a demand. */
export function load<R extends ValueType>(type: R, opcode: Opcode, alignment: number) {
  return (address: I32, offset = 0): Expression<R> =>
    made(type, [asExpression("i32", address)], [encode(opcode), alignment, unsigned(offset)]);
}

export function store<T extends ValueType>(type: T, opcode: Opcode, alignment: number) {
  return (address: I32, value: Operands[T], offset = 0): Statement =>
    made(
      "none",
      [asExpression("i32", address), asExpression(type, value)],
      [encode(opcode), alignment, unsigned(offset)],
    );
}

export function loadLane(opcode: Opcode, alignment: number) {
  return (address: I32, x: V128, lane: number, offset = 0): V128 =>
    made("v128", [asExpression("i32", address), x], [encode(opcode), alignment, unsigned(offset), lane]);
}

export function storeLane(opcode: Opcode, alignment: number) {
  return (address: I32, x: V128, lane: number, offset = 0): Statement =>
    made("none", [asExpression("i32", address), x], [encode(opcode), alignment, unsigned(offset), lane]);
}

export function extract<R extends ValueType>(type: R, opcode: Opcode) {
  return (x: V128, lane: number): Expression<R> => made(type, [x], [encode(opcode), lane]);
}

export function replace<T extends ValueType>(type: T, opcode: Opcode) {
  return (x: V128, lane: number, value: Operands[T]): V128 =>
    made("v128", [x, asExpression(type, value)], [encode(opcode), lane]);
}

/** Bytes 0 … 15 of a and 16 … 31 of b. */
export function shuffle(a: V128, b: V128, lanes: readonly number[]): V128 {
  return made("v128", [a, b], [encode(simd(13)), [...lanes]]);
}

/** How instructions of each form are encoded: operands first, then the opcode and what it carries. */
import { type Code, unsigned } from "./encoding.ts";
import {
  codeOf,
  type Expression,
  type I32,
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

export function unary<T extends ValueType, R extends ValueType>(type: T, result: R, opcode: Opcode) {
  return (x: Operands[T]): Expression<R> => ({ type: result, code: [codeOf(type, x), encode(opcode)] });
}

export function binary<T extends ValueType, R extends ValueType>(type: T, result: R, opcode: Opcode) {
  return (a: Operands[T], b: Operands[T]): Expression<R> => ({
    type: result,
    code: [codeOf(type, a), codeOf(type, b), encode(opcode)],
  });
}

export function ternary(opcode: Opcode) {
  return (a: V128, b: V128, c: V128): V128 => ({
    type: "v128",
    code: [a.code, b.code, c.code, encode(opcode)],
  });
}

export function shift(opcode: Opcode) {
  return (x: V128, bits: I32): V128 => ({
    type: "v128",
    code: [x.code, codeOf("i32", bits), encode(opcode)],
  });
}

/** `alignment` is the base-2 logarithm that the specification calls natural; a hint, not a demand. */
export function load<R extends ValueType>(type: R, opcode: Opcode, alignment: number) {
  return (address: I32, offset = 0): Expression<R> => ({
    type,
    code: [codeOf("i32", address), encode(opcode), alignment, unsigned(offset)],
  });
}

export function store<T extends ValueType>(type: T, opcode: Opcode, alignment: number) {
  return (address: I32, value: Operands[T], offset = 0): Statement => ({
    type: "none",
    code: [codeOf("i32", address), codeOf(type, value), encode(opcode), alignment, unsigned(offset)],
  });
}

export function loadLane(opcode: Opcode, alignment: number) {
  return (address: I32, x: V128, lane: number, offset = 0): V128 => ({
    type: "v128",
    code: [codeOf("i32", address), x.code, encode(opcode), alignment, unsigned(offset), lane],
  });
}

export function storeLane(opcode: Opcode, alignment: number) {
  return (address: I32, x: V128, lane: number, offset = 0): Statement => ({
    type: "none",
    code: [codeOf("i32", address), x.code, encode(opcode), alignment, unsigned(offset), lane],
  });
}

export function extract<R extends ValueType>(type: R, opcode: Opcode) {
  return (x: V128, lane: number): Expression<R> => ({ type, code: [x.code, encode(opcode), lane] });
}

export function replace<T extends ValueType>(type: T, opcode: Opcode) {
  return (x: V128, lane: number, value: Operands[T]): V128 => ({
    type: "v128",
    code: [x.code, codeOf(type, value), encode(opcode), lane],
  });
}

/** Typed expressions and statements: what an instruction leaves on the stack is its type here. */
import { bytesOf, type Code, signed } from "./encoding.ts";

export type ValueType = "i32" | "f32" | "f64" | "v128";

export const valueTypeCodes: { readonly [T in ValueType]: number } = {
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

export interface Expression<T extends ValueType> {
  readonly type: T;
  readonly code: Code;
  /** Of a single instruction, which is not taken as a whole: calls, `select` and constants have none. */
  readonly instruction?: Instruction;
}

export interface Instruction {
  /** What it takes from the stack. */
  readonly operands: readonly Expression<ValueType>[];
  /** What follows the code of its operands. */
  readonly own: Code;
}

/** Leaves nothing on the stack. */
export interface Statement {
  readonly type: "none";
  readonly code: Code;
  readonly instruction?: Instruction;
}

export type V128 = Expression<"v128">;

/** Plain numbers are constants wherever a scalar is asked for. */
export type I32 = Expression<"i32"> | number;
export type F32 = Expression<"f32"> | number;
export type F64 = Expression<"f64"> | number;

export interface Operands {
  readonly i32: I32;
  readonly f32: F32;
  readonly f64: F64;
  readonly v128: V128;
}

const constants: { readonly [T in "i32" | "f32" | "f64"]: (value: number) => Code } = {
  i32: (value) => [0x41, ...signed(value)],
  f32: (value) => [0x43, ...bytesOf(Float32Array.of(value))],
  f64: (value) => [0x44, ...bytesOf(Float64Array.of(value))],
};

/** The bytes that put the operand on the stack. */
export function codeOf<T extends ValueType>(type: T, operand: Operands[T]): Code {
  const given: Operands[ValueType] = operand;
  if (typeof given !== "number") return given.code;
  if (type === "v128") throw new TypeError("a vector is not a number: splat it");
  return constants[type as "i32" | "f32" | "f64"](given);
}

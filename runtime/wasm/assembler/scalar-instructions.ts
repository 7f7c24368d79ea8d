/** Instructions on single numbers and on pieces of memory, by the names of the specification. */

import { binary, encode, load, store, unary } from "./encode-instruction.ts";
import { codeOf, type Expression, type F32, type F64, type I32, type Statement } from "./expression.ts";

export const i32 = {
  const: (value: number): Expression<"i32"> => ({ type: "i32", code: codeOf("i32", value) }),
  load: load("i32", 0x28, 2),
  load8u: load("i32", 0x2d, 0),
  store: store("i32", 0x36, 2),
  store8: store("i32", 0x3a, 0),
  eqz: unary("i32", "i32", 0x45),
  eq: binary("i32", "i32", 0x46),
  ne: binary("i32", "i32", 0x47),
  ltS: binary("i32", "i32", 0x48),
  ltU: binary("i32", "i32", 0x49),
  gtS: binary("i32", "i32", 0x4a),
  gtU: binary("i32", "i32", 0x4b),
  leS: binary("i32", "i32", 0x4c),
  leU: binary("i32", "i32", 0x4d),
  geS: binary("i32", "i32", 0x4e),
  geU: binary("i32", "i32", 0x4f),
  clz: unary("i32", "i32", 0x67),
  add: binary("i32", "i32", 0x6a),
  sub: binary("i32", "i32", 0x6b),
  mul: binary("i32", "i32", 0x6c),
  divS: binary("i32", "i32", 0x6d),
  divU: binary("i32", "i32", 0x6e),
  remS: binary("i32", "i32", 0x6f),
  remU: binary("i32", "i32", 0x70),
  and: binary("i32", "i32", 0x71),
  or: binary("i32", "i32", 0x72),
  xor: binary("i32", "i32", 0x73),
  shl: binary("i32", "i32", 0x74),
  shrS: binary("i32", "i32", 0x75),
  shrU: binary("i32", "i32", 0x76),
  truncSatF32S: unary("f32", "i32", [0xfc, 0]),
  truncSatF64S: unary("f64", "i32", [0xfc, 2]),
  reinterpretF32: unary("f32", "i32", 0xbc),
  /** `condition` is not 0 ? a : b; both are evaluated. */
  select: (condition: I32, a: I32, b: I32): Expression<"i32"> => ({
    type: "i32",
    code: [codeOf("i32", a), codeOf("i32", b), codeOf("i32", condition), 0x1b],
  }),
} as const;

export const f32 = {
  const: (value: number): Expression<"f32"> => ({ type: "f32", code: codeOf("f32", value) }),
  load: load("f32", 0x2a, 2),
  store: store("f32", 0x38, 2),
  eq: binary("f32", "i32", 0x5b),
  ne: binary("f32", "i32", 0x5c),
  lt: binary("f32", "i32", 0x5d),
  gt: binary("f32", "i32", 0x5e),
  le: binary("f32", "i32", 0x5f),
  ge: binary("f32", "i32", 0x60),
  abs: unary("f32", "f32", 0x8b),
  neg: unary("f32", "f32", 0x8c),
  ceil: unary("f32", "f32", 0x8d),
  floor: unary("f32", "f32", 0x8e),
  trunc: unary("f32", "f32", 0x8f),
  nearest: unary("f32", "f32", 0x90),
  sqrt: unary("f32", "f32", 0x91),
  add: binary("f32", "f32", 0x92),
  sub: binary("f32", "f32", 0x93),
  mul: binary("f32", "f32", 0x94),
  div: binary("f32", "f32", 0x95),
  min: binary("f32", "f32", 0x96),
  max: binary("f32", "f32", 0x97),
  copysign: binary("f32", "f32", 0x98),
  convertI32S: unary("i32", "f32", 0xb2),
  convertI32U: unary("i32", "f32", 0xb3),
  demoteF64: unary("f64", "f32", 0xb6),
  reinterpretI32: unary("i32", "f32", 0xbe),
  select: (condition: I32, a: F32, b: F32): Expression<"f32"> => ({
    type: "f32",
    code: [codeOf("f32", a), codeOf("f32", b), codeOf("i32", condition), 0x1b],
  }),
} as const;

export const f64 = {
  const: (value: number): Expression<"f64"> => ({ type: "f64", code: codeOf("f64", value) }),
  load: load("f64", 0x2b, 3),
  store: store("f64", 0x39, 3),
  eq: binary("f64", "i32", 0x61),
  lt: binary("f64", "i32", 0x63),
  gt: binary("f64", "i32", 0x64),
  le: binary("f64", "i32", 0x65),
  ge: binary("f64", "i32", 0x66),
  abs: unary("f64", "f64", 0x99),
  neg: unary("f64", "f64", 0x9a),
  floor: unary("f64", "f64", 0x9c),
  trunc: unary("f64", "f64", 0x9d),
  nearest: unary("f64", "f64", 0x9e),
  sqrt: unary("f64", "f64", 0x9f),
  add: binary("f64", "f64", 0xa0),
  sub: binary("f64", "f64", 0xa1),
  mul: binary("f64", "f64", 0xa2),
  div: binary("f64", "f64", 0xa3),
  min: binary("f64", "f64", 0xa4),
  max: binary("f64", "f64", 0xa5),
  convertI32S: unary("i32", "f64", 0xb7),
  promoteF32: unary("f32", "f64", 0xbb),
  select: (condition: I32, a: F64, b: F64): Expression<"f64"> => ({
    type: "f64",
    code: [codeOf("f64", a), codeOf("f64", b), codeOf("i32", condition), 0x1b],
  }),
} as const;

export const memory = {
  /** So many bytes from one place to another. */
  copy: (to: I32, from: I32, bytes: I32): Statement => ({
    type: "none",
    code: [codeOf("i32", to), codeOf("i32", from), codeOf("i32", bytes), encode([0xfc, 10]), 0, 0],
  }),
  /** So many bytes of this value. */
  fill: (to: I32, value: I32, bytes: I32): Statement => ({
    type: "none",
    code: [codeOf("i32", to), codeOf("i32", value), codeOf("i32", bytes), encode([0xfc, 11]), 0],
  }),
} as const;

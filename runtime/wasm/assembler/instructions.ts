/**
 * The instructions that kernels use, by the names of the specification; addresses are bytes, `offset` is a constant
 * added to them. Comparisons of vectors give all ones or all zeros a lane.
 */
import { bytesOf, type Code, unsigned } from "./encoding.ts";
import {
  codeOf,
  type Expression,
  type F32,
  type F64,
  type I32,
  type Operands,
  type Statement,
  type V128,
  type ValueType,
} from "./expression.ts";

type Opcode = number | readonly [prefix: number, opcode: number];

function encode(opcode: Opcode): Code {
  return typeof opcode === "number" ? [opcode] : [opcode[0], ...unsigned(opcode[1])];
}

const simd = (opcode: number): Opcode => [0xfd, opcode];

function unary<T extends ValueType, R extends ValueType>(type: T, result: R, opcode: Opcode) {
  return (x: Operands[T]): Expression<R> => ({ type: result, code: [codeOf(type, x), encode(opcode)] });
}

function binary<T extends ValueType, R extends ValueType>(type: T, result: R, opcode: Opcode) {
  return (a: Operands[T], b: Operands[T]): Expression<R> => ({
    type: result,
    code: [codeOf(type, a), codeOf(type, b), encode(opcode)],
  });
}

function ternary(opcode: Opcode) {
  return (a: V128, b: V128, c: V128): V128 => ({
    type: "v128",
    code: [a.code, b.code, c.code, encode(opcode)],
  });
}

function shift(opcode: Opcode) {
  return (x: V128, bits: I32): V128 => ({
    type: "v128",
    code: [x.code, codeOf("i32", bits), encode(opcode)],
  });
}

/** `alignment` is the base-2 logarithm that the specification calls natural; a hint, not a demand. */
function load<R extends ValueType>(type: R, opcode: Opcode, alignment: number) {
  return (address: I32, offset = 0): Expression<R> => ({
    type,
    code: [codeOf("i32", address), encode(opcode), alignment, unsigned(offset)],
  });
}

function store<T extends ValueType>(type: T, opcode: Opcode, alignment: number) {
  return (address: I32, value: Operands[T], offset = 0): Statement => ({
    type: "none",
    code: [codeOf("i32", address), codeOf(type, value), encode(opcode), alignment, unsigned(offset)],
  });
}

function loadLane(opcode: Opcode, alignment: number) {
  return (address: I32, x: V128, lane: number, offset = 0): V128 => ({
    type: "v128",
    code: [codeOf("i32", address), x.code, encode(opcode), alignment, unsigned(offset), lane],
  });
}

function storeLane(opcode: Opcode, alignment: number) {
  return (address: I32, x: V128, lane: number, offset = 0): Statement => ({
    type: "none",
    code: [codeOf("i32", address), x.code, encode(opcode), alignment, unsigned(offset), lane],
  });
}

function extract<R extends ValueType>(type: R, opcode: Opcode) {
  return (x: V128, lane: number): Expression<R> => ({ type, code: [x.code, encode(opcode), lane] });
}

function replace<T extends ValueType>(type: T, opcode: Opcode) {
  return (x: V128, lane: number, value: Operands[T]): V128 => ({
    type: "v128",
    code: [x.code, codeOf(type, value), encode(opcode), lane],
  });
}

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

export const v128 = {
  load: load("v128", simd(0), 4),
  load8Splat: load("v128", simd(7), 0),
  load32Splat: load("v128", simd(9), 2),
  load64Splat: load("v128", simd(10), 3),
  /** The other lanes are 0. */
  load32Zero: load("v128", simd(92), 2),
  load64Zero: load("v128", simd(93), 3),
  load32Lane: loadLane(simd(86), 2),
  load64Lane: loadLane(simd(87), 3),
  store: store("v128", simd(11), 4),
  store32Lane: storeLane(simd(90), 2),
  store64Lane: storeLane(simd(91), 3),
  not: unary("v128", "v128", simd(77)),
  and: binary("v128", "v128", simd(78)),
  /** a and not b. */
  andnot: binary("v128", "v128", simd(79)),
  or: binary("v128", "v128", simd(80)),
  xor: binary("v128", "v128", simd(81)),
  /** Where `mask` has ones a, elsewhere b. */
  bitselect: ternary(simd(82)),
  anyTrue: unary("v128", "i32", simd(83)),
  /** Bytes 0 … 15 of a and 16 … 31 of b. */
  shuffle: (a: V128, b: V128, lanes: readonly number[]): V128 => ({
    type: "v128",
    code: [a.code, b.code, encode(simd(13)), [...lanes]],
  }),
} as const;

/** A shuffle of whole 32-bit lanes: 0 … 3 of a, 4 … 7 of b. */
export function shuffle32(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 {
  return v128.shuffle(
    a,
    b,
    lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  );
}

export const i32x4 = {
  /** One number in all lanes, or four. */
  const: (...values: number[]): V128 => ({
    type: "v128",
    code: [
      encode(simd(12)),
      bytesOf(Int32Array.from({ length: 4 }, (_, lane) => values[lane % values.length]!)),
    ],
  }),
  splat: unary("i32", "v128", simd(17)),
  extractLane: extract("i32", simd(27)),
  replaceLane: replace("i32", simd(28)),
  eq: binary("v128", "v128", simd(55)),
  ne: binary("v128", "v128", simd(56)),
  ltS: binary("v128", "v128", simd(57)),
  ltU: binary("v128", "v128", simd(58)),
  gtS: binary("v128", "v128", simd(59)),
  gtU: binary("v128", "v128", simd(60)),
  leS: binary("v128", "v128", simd(61)),
  leU: binary("v128", "v128", simd(62)),
  geS: binary("v128", "v128", simd(63)),
  geU: binary("v128", "v128", simd(64)),
  abs: unary("v128", "v128", simd(0xa0)),
  neg: unary("v128", "v128", simd(0xa1)),
  allTrue: unary("v128", "i32", simd(0xa3)),
  bitmask: unary("v128", "i32", simd(0xa4)),
  shl: shift(simd(0xab)),
  shrS: shift(simd(0xac)),
  shrU: shift(simd(0xad)),
  add: binary("v128", "v128", simd(0xae)),
  sub: binary("v128", "v128", simd(0xb1)),
  mul: binary("v128", "v128", simd(0xb5)),
  minS: binary("v128", "v128", simd(0xb6)),
  minU: binary("v128", "v128", simd(0xb7)),
  maxS: binary("v128", "v128", simd(0xb8)),
  maxU: binary("v128", "v128", simd(0xb9)),
  truncSatF32x4S: unary("v128", "v128", simd(0xf8)),
  truncSatF64x2SZero: unary("v128", "v128", simd(0xfc)),
  /** The first four of eight 16-bit numbers, as unsigned ones. */
  extendLowI16x8U: unary("v128", "v128", simd(0xa9)),
  /** bitselect, where each lane of `mask` is all ones or all zeros. Only with relaxed SIMD. */
  relaxedLaneselect: (a: V128, b: V128, mask: V128): V128 => ternary(simd(0x10b))(a, b, mask),
} as const;

export const i16x8 = {
  /** The first eight of sixteen bytes, as unsigned ones. */
  extendLowI8x16U: unary("v128", "v128", simd(0x89)),
  /** a's numbers in the low half, b's in the high half; beyond the range the nearest within. */
  narrowI32x4S: binary("v128", "v128", simd(0x85)),
} as const;

export const i8x16 = {
  narrowI16x8U: binary("v128", "v128", simd(0x66)),
} as const;

export const f32x4 = {
  /** One number in all lanes, or four. */
  const: (...values: number[]): V128 => ({
    type: "v128",
    code: [
      encode(simd(12)),
      bytesOf(Float32Array.from({ length: 4 }, (_, lane) => values[lane % values.length]!)),
    ],
  }),
  splat: unary("f32", "v128", simd(19)),
  extractLane: extract("f32", simd(31)),
  replaceLane: replace("f32", simd(32)),
  eq: binary("v128", "v128", simd(65)),
  ne: binary("v128", "v128", simd(66)),
  lt: binary("v128", "v128", simd(67)),
  gt: binary("v128", "v128", simd(68)),
  le: binary("v128", "v128", simd(69)),
  ge: binary("v128", "v128", simd(70)),
  ceil: unary("v128", "v128", simd(0x67)),
  floor: unary("v128", "v128", simd(0x68)),
  trunc: unary("v128", "v128", simd(0x69)),
  nearest: unary("v128", "v128", simd(0x6a)),
  abs: unary("v128", "v128", simd(0xe0)),
  neg: unary("v128", "v128", simd(0xe1)),
  sqrt: unary("v128", "v128", simd(0xe3)),
  add: binary("v128", "v128", simd(0xe4)),
  sub: binary("v128", "v128", simd(0xe5)),
  mul: binary("v128", "v128", simd(0xe6)),
  div: binary("v128", "v128", simd(0xe7)),
  /** NaN where either is; as `Math.min`. */
  min: binary("v128", "v128", simd(0xe8)),
  max: binary("v128", "v128", simd(0xe9)),
  /** b < a ? b : a. One instruction on every machine. */
  pmin: binary("v128", "v128", simd(0xea)),
  /** a < b ? b : a. */
  pmax: binary("v128", "v128", simd(0xeb)),
  convertI32x4S: unary("v128", "v128", simd(0xfa)),
  convertI32x4U: unary("v128", "v128", simd(0xfb)),
  /** The two numbers of x in the low lanes, 0 in the others. */
  demoteF64x2Zero: unary("v128", "v128", simd(0x5e)),
  /** a * b + c; whether it rounds once or twice is the machine's choice. Only with relaxed SIMD. */
  relaxedMadd: ternary(simd(0x105)),
  /** c - a * b. */
  relaxedNmadd: ternary(simd(0x106)),
} as const;

export const f64x2 = {
  const: (...values: number[]): V128 => ({
    type: "v128",
    code: [
      encode(simd(12)),
      bytesOf(Float64Array.from({ length: 2 }, (_, lane) => values[lane % values.length]!)),
    ],
  }),
  splat: unary("f64", "v128", simd(20)),
  extractLane: extract("f64", simd(33)),
  replaceLane: replace("f64", simd(34)),
  eq: binary("v128", "v128", simd(71)),
  lt: binary("v128", "v128", simd(73)),
  gt: binary("v128", "v128", simd(74)),
  le: binary("v128", "v128", simd(75)),
  ge: binary("v128", "v128", simd(76)),
  abs: unary("v128", "v128", simd(0xec)),
  neg: unary("v128", "v128", simd(0xed)),
  sqrt: unary("v128", "v128", simd(0xef)),
  add: binary("v128", "v128", simd(0xf0)),
  sub: binary("v128", "v128", simd(0xf1)),
  mul: binary("v128", "v128", simd(0xf2)),
  div: binary("v128", "v128", simd(0xf3)),
  min: binary("v128", "v128", simd(0xf4)),
  max: binary("v128", "v128", simd(0xf5)),
  floor: unary("v128", "v128", simd(0x75)),
  nearest: unary("v128", "v128", simd(0x94)),
  convertLowI32x4S: unary("v128", "v128", simd(0xfe)),
  /** The low two lanes of x. */
  promoteLowF32x4: unary("v128", "v128", simd(0x5f)),
  relaxedMadd: ternary(simd(0x107)),
} as const;

export const i64x2 = {
  shl: shift(simd(0xcb)),
  shrU: shift(simd(0xcd)),
  add: binary("v128", "v128", simd(0xce)),
  sub: binary("v128", "v128", simd(0xd1)),
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

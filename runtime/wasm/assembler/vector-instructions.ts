/** Instructions on vectors of 128 bits, by the names of the specification. Comparisons give all ones or all zeros a lane. */

import {
  binary,
  encode,
  extract,
  load,
  loadLane,
  replace,
  shift,
  shuffle,
  simd,
  store,
  storeLane,
  ternary,
  unary,
} from "./encode-instruction.ts";
import { bytesOf } from "./encoding.ts";
import type { V128 } from "./expression.ts";

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
  shuffle,
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

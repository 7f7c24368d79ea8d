/** Inputs on which every primitive is tried: broadcasts, sizes of one, odd sizes, all options. */
import type {
  None,
  PrimitiveAttributes,
  PrimitiveName,
} from "../../compiler/program/primitive-attributes.ts";
import type { ScalarKernel } from "../../compiler/program/scalar-kernel.ts";
import { bool, type Drawn, f32, i32 } from "./arrays.ts";
import { convolutions, pools } from "./windows.ts";

export interface Sample<Attributes> {
  readonly inputs: readonly Drawn[];
  readonly attributes: Attributes;
}

function sample<A>(attributes: A, ...inputs: readonly Drawn[]): Sample<A> {
  return { inputs, attributes };
}

function unary(from = -2, to = 2): readonly Sample<None>[] {
  return [sample({}, f32([2, 3], from, to)), sample({}, f32([], from, to))];
}

/** One shape; a row against a matrix; both sides stretched; a scalar. */
function binary(p: readonly [number, number] = [-2, 2], q = p): readonly Sample<None>[] {
  const shapes = [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [
      [3, 1, 2],
      [1, 4, 1],
    ],
    [[], [3]],
  ] as const;
  return shapes.map(([left, right]) => sample({}, f32(left, ...p), f32(right, ...q)));
}

const comparison: readonly Sample<None>[] = [...binary(), sample({}, i32([4, 3], 3), i32([3], 3))];

/** (a0 · a1 + 0.5, a0 > a1 ? tanh(a0) : a1) */
const kernel: ScalarKernel = {
  inputs: 2,
  operations: [
    { op: "mul", args: [0, 1] },
    { op: "constant", args: [], value: 0.5 },
    { op: "add", args: [2, 3] },
    { op: "greater", args: [0, 1] },
    { op: "tanh", args: [0] },
    { op: "select", args: [5, 6, 1] },
  ],
  results: [4, 7],
};

/** (a0 - a1)² */
const squaredDifference: ScalarKernel = {
  inputs: 2,
  operations: [
    { op: "sub", args: [0, 1] },
    { op: "mul", args: [2, 2] },
  ],
  results: [3],
};

const targets = [
  { on: 1, off: 0 },
  { on: 0.9, off: 0.05 },
  // Terms of a mixture: the target does not sum to one.
  { on: 0.3, off: 0 },
];

/** Batch, steps and units of recurrent layers. */
const sequences = [
  [2, 3, 2],
  [1, 1, 3],
  [3, 4, 1],
] as const;

const reductions = [
  sample({ axes: [1], keepDims: false }, f32([2, 3])),
  sample({ axes: [0, 2], keepDims: true }, f32([2, 3, 2])),
  sample({ axes: [2, 0], keepDims: false }, f32([2, 3, 2])),
  sample({ axes: [0, 1], keepDims: false }, f32([2, 3])),
  sample({ axes: [0], keepDims: false }, f32([1])),
];

export const samples: { readonly [K in PrimitiveName]: readonly Sample<PrimitiveAttributes[K]>[] } = {
  neg: unary(),
  abs: unary(),
  sign: unary(),
  exp: unary(),
  expm1: unary(),
  log: unary(0.3, 3),
  log1p: unary(-0.6, 3),
  sqrt: unary(0.3, 3),
  tanh: unary(),
  sigmoid: unary(),
  relu: unary(),
  erf: unary(),
  floor: unary(),
  flush_subnormal: unary(),
  add: binary(),
  sub: binary(),
  mul: binary(),
  div: binary([-2, 2], [0.5, 2]),
  max: binary(),
  min: binary(),
  pow: binary([0.4, 2], [-2, 3]),
  equal: comparison,
  less: comparison,
  less_equal: comparison,
  greater: comparison,
  greater_equal: comparison,
  select: [
    sample({}, bool([2, 3]), f32([2, 3]), f32([2, 3])),
    sample({}, bool([3]), f32([2, 1]), f32([])),
    sample({}, bool([2, 3]), f32([1]), f32([1, 3])),
  ],
  cast: [
    sample({ dtype: "i32" }, f32([2, 3], -3, 3)),
    sample({ dtype: "f32" }, bool([4])),
    sample({ dtype: "f32" }, i32([2, 2], 5)),
    sample({ dtype: "bool" }, i32([6], 2)),
  ],
  stop_gradient: [sample({}, f32([2, 3]))],
  constant: [
    sample({ value: 1.5, shape: [2, 3], dtype: "f32" }),
    sample({ value: 3, shape: [], dtype: "i32" }),
  ],
  keep_mask: [
    sample({ shape: [3, 5], rate: 0.3 }, i32([2], 2 ** 31)),
    sample({ shape: [2], rate: 0 }, i32([2], 9)),
  ],
  one_hot: [sample({ depth: 3 }, i32([2, 2], 5)), sample({ depth: 1 }, i32([], 1))],
  broadcast: [
    sample({ shape: [4, 2, 3] }, f32([2, 1])),
    sample({ shape: [2] }, f32([])),
    sample({ shape: [1, 3] }, f32([3])),
  ],
  reshape: [sample({ shape: [3, 2] }, f32([2, 3])), sample({ shape: [] }, f32([1, 1]))],
  transpose: [
    sample({ permutation: [2, 0, 1] }, f32([2, 3, 4])),
    sample({ permutation: [1, 0] }, f32([2, 3])),
  ],
  slice: [
    sample({ start: [1, 0], size: [2, 3] }, f32([4, 3])),
    sample({ start: [0, 1, 2], size: [2, 1, 1] }, f32([2, 3, 3])),
  ],
  pad: [
    sample(
      {
        padding: [
          [1, 2],
          [0, 0],
        ],
      },
      f32([2, 3]),
    ),
    sample(
      {
        padding: [
          [0, 1],
          [2, 0],
          [0, 3],
        ],
      },
      f32([1, 2, 2]),
    ),
  ],
  concat: [
    sample({ axis: 1 }, f32([2, 1]), f32([2, 3]), f32([2, 2])),
    sample({ axis: 0 }, f32([2, 3]), f32([1, 3])),
    sample({ axis: 0 }, f32([2])),
  ],
  reverse: [sample({ axes: [1] }, f32([2, 3])), sample({ axes: [0, 2] }, f32([2, 2, 3]))],
  reduce_sum: reductions,
  reduce_max: reductions,
  argmax: [sample({ axis: 1 }, f32([2, 3])), sample({ axis: 0 }, f32([3, 1, 2]))],
  matmul: [
    sample({ transposeA: false, transposeB: false }, f32([2, 3]), f32([3, 4])),
    sample({ transposeA: true, transposeB: false }, f32([3, 2]), f32([3, 4])),
    sample({ transposeA: false, transposeB: true }, f32([2, 3]), f32([4, 3])),
    sample({ transposeA: true, transposeB: true }, f32([3, 2]), f32([4, 3])),
    sample({ transposeA: false, transposeB: true }, f32([2, 2, 1, 3]), f32([2, 2, 2, 3])),
  ],
  conv2d: convolutions.map((c) => sample(c.geometry, f32(c.x), f32(c.w))),
  conv2d_input_gradient: convolutions.map((c) =>
    sample({ ...c.geometry, inputShape: c.x }, f32(c.y), f32(c.w)),
  ),
  conv2d_filter_gradient: convolutions.map((c) =>
    sample({ ...c.geometry, filterShape: c.w }, f32(c.x), f32(c.y)),
  ),
  max_pool: pools.map((p) => sample(p.geometry, f32(p.x))),
  max_pool_scatter: pools.map((p) => sample(p.geometry, f32(p.x), f32(p.y))),
  max_pool_gather: pools.map((p) => sample(p.geometry, f32(p.x), f32(p.x))),
  avg_pool: pools.map((p) => sample(p.geometry, f32(p.x))),
  avg_pool_gradient: pools.map((p) => sample({ ...p.geometry, inputShape: p.x }, f32(p.y))),
  gather: [
    sample({}, f32([4, 3]), i32([2, 3], 4)),
    sample({}, f32([5]), i32([], 5)),
    sample({}, f32([2, 1, 2]), i32([6], 2)),
  ],
  scatter_add: [
    sample({ rows: 4 }, f32([2, 3, 2]), i32([2, 3], 4)),
    sample({ rows: 2 }, f32([5]), i32([5], 2)),
    sample({ rows: 3 }, f32([2]), i32([], 3)),
  ],
  softmax_cross_entropy: targets.map((target) => sample(target, f32([3, 4]), i32([3], 4))),
  softmax_cross_entropy_gradient: targets.map((target) => sample(target, f32([3, 4]), i32([3], 4), f32([3]))),
  lstm: sequences.map(([batch, steps, units]) =>
    sample({}, f32([batch, steps, 4 * units]), f32([units, 4 * units], -1, 1)),
  ),
  lstm_gradient: sequences.flatMap(([batch, steps, units]) => {
    const state = [batch, steps, units];
    const given = [f32([units, 4 * units], -1, 1), f32(state), f32([batch, steps, 4 * units], 0.1, 0.9)];
    return [sample({}, ...given, f32(state)), sample({}, ...given, f32(state), f32(state))];
  }),
  gradient: [sample({}, f32([]), f32([2, 3]))],
  fused: [
    sample({ kernel, shape: [2, 3] }, f32([2, 3]), f32([3])),
    sample({ kernel, shape: [] }, f32([]), f32([])),
  ],
  fused_segments: [sample({ kernel, shapes: [[2, 3], [4]] }, f32([2, 3]), f32([]), f32([4]), f32([4]))],
  fused_reduce: (["sum", "max"] as const).flatMap((combine) => [
    sample(
      { kernel: squaredDifference, shape: [2, 3, 4], combine, axes: [2], keepDims: true },
      f32([2, 1, 4]),
      f32([3, 1]),
    ),
    sample(
      { kernel: squaredDifference, shape: [2, 3, 4], combine, axes: [0, 1], keepDims: false },
      f32([2, 3, 4]),
      f32([4]),
    ),
    sample({ kernel: squaredDifference, shape: [5], combine, axes: [0], keepDims: false }, f32([5]), f32([])),
  ]),
};

export const primitiveNames = Object.keys(samples) as readonly PrimitiveName[];

import { describe, expect, test } from "vitest";
import { ProgramError } from "../../compiler/program/error.ts";
import { inferInstruction } from "../../compiler/program/instruction.ts";
import type { PrimitiveAttributes, PrimitiveName } from "../../compiler/program/primitive-attributes.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { bool, f32, i32 } from "./arrays.ts";
import { primitiveNames, samples } from "./samples.ts";

type Misuse<Attributes> = readonly [fault: string, attributes: Attributes, ...inputs: readonly TensorType[]];

const noPadding = [
  [0, 0],
  [0, 0],
] as const;
const convolution = { strides: [1, 1], dilation: [1, 1], padding: noPadding } as const;
const window = { window: [2, 2], strides: [1, 1], padding: noPadding } as const;
const none = {};
const wrongDtype = [["input 0 must be f32", none, i32([2], 3)]] as const;
const unbroadcast = [
  ["do not broadcast", none, f32([2]), f32([3])],
  ["input 1 must be f32", none, f32([2]), bool([2])],
] as const;
const uncomparable = [
  ["do not broadcast", none, f32([2]), f32([3])],
  ["was given f32 and i32", none, f32([2]), i32([2], 3)],
  ["was given bool and bool", none, bool([2]), bool([2])],
] as const;
const kernel = { inputs: 1, operations: [{ op: "neg", args: [0] }], results: [1] } as const;

const lstmGiven = [f32([2, 8]), f32([2, 3, 2]), f32([2, 3, 8])] as const;

/** How each primitive can be misused beyond a wrong number of inputs, and a word of what it says. */
const misuses: { readonly [K in PrimitiveName]: readonly Misuse<PrimitiveAttributes[K]>[] } = {
  neg: wrongDtype,
  abs: wrongDtype,
  sign: wrongDtype,
  exp: wrongDtype,
  expm1: wrongDtype,
  log: wrongDtype,
  log1p: wrongDtype,
  sqrt: wrongDtype,
  tanh: wrongDtype,
  sigmoid: wrongDtype,
  relu: wrongDtype,
  erf: wrongDtype,
  floor: wrongDtype,
  flush_subnormal: wrongDtype,
  add: unbroadcast,
  sub: unbroadcast,
  mul: unbroadcast,
  div: unbroadcast,
  max: unbroadcast,
  min: unbroadcast,
  pow: unbroadcast,
  equal: uncomparable,
  less: uncomparable,
  less_equal: uncomparable,
  greater: uncomparable,
  greater_equal: uncomparable,
  select: [
    ["input 0 must be bool", none, f32([2]), f32([2]), f32([2])],
    ["one dtype", none, bool([2]), f32([2]), i32([2], 3)],
    ["do not broadcast", none, bool([3]), f32([2]), f32([2])],
  ],
  cast: [],
  stop_gradient: [],
  constant: [
    ["1.5 is no i32", { value: 1.5, shape: [], dtype: "i32" }],
    ["2 is no bool", { value: 2, shape: [], dtype: "bool" }],
    ["NaN is no f32", { value: Number.NaN, shape: [], dtype: "f32" }],
    ["is no shape", { value: 1, shape: [0], dtype: "f32" }],
  ],
  keep_mask: [
    ["outside [0, 1)", { shape: [2], rate: 1 }, i32([2], 9)],
    ["outside [0, 1)", { shape: [2], rate: -0.1 }, i32([2], 9)],
    ["a key has shape [2]", { shape: [2], rate: 0.5 }, i32([3], 9)],
    ["input 0 must be i32", { shape: [2], rate: 0.5 }, f32([2])],
    ["is no shape", { shape: [2.5], rate: 0.5 }, i32([2], 9)],
  ],
  one_hot: [
    ["depth 0", { depth: 0 }, i32([2], 3)],
    ["input 0 must be i32", { depth: 2 }, f32([2])],
  ],
  broadcast: [
    ["does not broadcast", { shape: [3] }, f32([2])],
    ["does not broadcast", { shape: [2] }, f32([1, 2])],
    ["does not broadcast", { shape: [1] }, f32([2])],
  ],
  reshape: [["differ in size", { shape: [4] }, f32([2, 3])]],
  transpose: [
    ["does not permute", { permutation: [0] }, f32([2, 3])],
    ["repeat", { permutation: [0, 0] }, f32([2, 3])],
    ["no axis 2", { permutation: [0, 2] }, f32([2, 3])],
  ],
  slice: [
    ["leaves [4]", { start: [3], size: [2] }, f32([4])],
    ["leaves [4]", { start: [-1], size: [2] }, f32([4])],
    ["expects rank 1", { start: [0], size: [2, 1] }, f32([4])],
    ["is no shape", { start: [0], size: [0] }, f32([4])],
  ],
  pad: [
    ["does not fit", { padding: [] }, f32([4])],
    ["does not fit", { padding: [[-1, 0]] }, f32([4])],
  ],
  concat: [
    ["do not join", { axis: 1 }, f32([2, 3]), f32([3, 3])],
    ["do not join", { axis: 0 }, f32([2]), i32([2], 3)],
    ["no axis 1", { axis: 1 }, f32([2]), f32([2])],
    ["at least one", { axis: 0 }],
  ],
  reverse: [
    ["repeat", { axes: [0, 0] }, f32([2])],
    ["no axis -1", { axes: [-1] }, f32([2])],
  ],
  reduce_sum: [
    ["no axis 2", { axes: [2], keepDims: false }, f32([2, 3])],
    ["repeat", { axes: [1, 1], keepDims: false }, f32([2, 3])],
    ["input 0 must be f32", { axes: [0], keepDims: false }, i32([2], 3)],
  ],
  reduce_max: [["no axis 2", { axes: [2], keepDims: false }, f32([2, 3])]],
  argmax: [["no axis 1", { axis: 1 }, f32([2])]],
  matmul: [
    ["cannot multiply", { transposeA: false, transposeB: false }, f32([2, 3]), f32([2, 3])],
    ["cannot multiply", { transposeA: false, transposeB: false }, f32([2, 2, 3]), f32([3, 3, 2])],
    ["cannot multiply", { transposeA: false, transposeB: false }, f32([3]), f32([3])],
  ],
  conv2d: [
    ["differ in channels", convolution, f32([1, 3, 3, 2]), f32([2, 2, 1, 1])],
    ["does not fit", convolution, f32([1, 3, 3, 2]), f32([4, 2, 2, 1])],
    ["expects rank 4", convolution, f32([3, 3, 2]), f32([2, 2, 2, 1])],
    ["window, strides", { ...convolution, strides: [0, 1] }, f32([1, 3, 3, 2]), f32([2, 2, 2, 1])],
    [
      "window, strides",
      {
        ...convolution,
        padding: [
          [-1, 0],
          [0, 0],
        ],
      },
      f32([1, 3, 3, 2]),
      f32([2, 2, 2, 1]),
    ],
  ],
  conv2d_input_gradient: [
    ["dy has shape", { ...convolution, inputShape: [1, 4, 4, 1] }, f32([1, 2, 2, 1]), f32([2, 2, 1, 1])],
  ],
  conv2d_filter_gradient: [
    ["dy has shape", { ...convolution, filterShape: [2, 2, 1, 1] }, f32([1, 4, 4, 1]), f32([1, 2, 2, 1])],
  ],
  max_pool: [
    ["does not fit", window, f32([1, 1, 4, 1])],
    [
      "reaches the window",
      {
        ...window,
        padding: [
          [2, 0],
          [0, 0],
        ],
      },
      f32([1, 4, 4, 1]),
    ],
  ],
  max_pool_scatter: [["dy has shape", window, f32([1, 4, 4, 1]), f32([1, 4, 4, 1])]],
  max_pool_gather: [["differ in shape", window, f32([1, 4, 4, 1]), f32([1, 3, 3, 1])]],
  avg_pool: [["expects rank 4", window, f32([4, 4])]],
  avg_pool_gradient: [["dy has shape", { ...window, inputShape: [1, 4, 4, 1] }, f32([1, 4, 4, 1])]],
  gather: [
    ["the table is a scalar", none, f32([]), i32([2], 3)],
    ["input 1 must be i32", none, f32([3]), f32([2])],
  ],
  scatter_add: [
    ["do not begin", { rows: 3 }, f32([3, 2]), i32([2], 3)],
    ["is no shape", { rows: 0 }, f32([2]), i32([2], 3)],
  ],
  softmax_cross_entropy: [
    ["labels [3]", { on: 1, off: 0 }, f32([2, 4]), i32([3], 4)],
    ["expects rank 2", { on: 1, off: 0 }, f32([4]), i32([], 4)],
  ],
  softmax_cross_entropy_gradient: [["g [1]", { on: 1, off: 0 }, f32([2, 4]), i32([2], 4), f32([1])]],
  lstm: [
    ["does not fit", none, f32([2, 3, 8]), f32([2, 6])],
    ["expects rank 3", none, f32([3, 8]), f32([2, 8])],
  ],
  lstm_gradient: [
    ["the gradient by cells [2, 3, 1]", none, ...lstmGiven, f32([2, 3, 2]), f32([2, 3, 1])],
    ["the gradient by hidden [2, 2]", none, ...lstmGiven, f32([2, 2])],
    ["takes 4 inputs", none, ...lstmGiven],
  ],
  gradient: [
    ["the loss has shape [1]", none, f32([1]), f32([2])],
    ["input 1 must be f32", none, f32([]), i32([2], 3)],
  ],
  fused: [
    ["does not broadcast", { kernel, shape: [2] }, f32([3])],
    ["does not broadcast to f32", { kernel, shape: [2] }, i32([2], 3)],
    ["reads operand 2", { kernel: { ...kernel, results: [2] }, shape: [2] }, f32([2])],
    [
      "reads operand 1",
      { kernel: { ...kernel, operations: [{ op: "neg", args: [1] }] }, shape: [2] },
      f32([2]),
    ],
  ],
  fused_segments: [
    ["takes 2 inputs", { kernel, shapes: [[2], [3]] }, f32([2])],
    ["does not broadcast", { kernel, shapes: [[2], [3]] }, f32([2]), f32([2])],
    ["takes 0 inputs", { kernel, shapes: [] }],
  ],
  fused_reduce: [
    ["does not broadcast", { kernel, shape: [2], combine: "sum", axes: [0], keepDims: false }, f32([3])],
    ["no axis 1", { kernel, shape: [2], combine: "max", axes: [1], keepDims: false }, f32([2])],
    ["was given 2", { kernel, shape: [2], combine: "sum", axes: [0], keepDims: false }, f32([2]), f32([2])],
    [
      "for 2",
      { kernel: { ...kernel, results: [0, 1] }, shape: [2], combine: "sum", axes: [0], keepDims: false },
      f32([2]),
    ],
  ],
};

describe.each(primitiveNames)("%s", (name) => {
  const [first] = samples[name];

  test.each(misuses[name].map(([fault, attributes, ...inputs]) => ({ fault, attributes, inputs })))(
    "refuses misuse: $fault",
    ({ fault, attributes, inputs }) => {
      const infer = () => inferInstruction({ op: name, inputs: valuesOf(inputs), attributes });
      expect(infer).toThrow(ProgramError);
      expect(infer).toThrow(fault);
      expect(infer).toThrow(new RegExp(`^${name}: `));
    },
  );

  // A concatenation takes any number.
  test.skipIf(name === "concat")("refuses an input too many", () => {
    const inputs = valuesOf([...first!.inputs, f32([2, 3])]);
    const infer = () => inferInstruction({ op: name, inputs, attributes: first!.attributes });
    expect(infer).toThrow(ProgramError);
  });
});

function valuesOf(types: readonly TensorType[]) {
  return types.map(({ shape, dtype }, id) => ({ id, shape, dtype }));
}

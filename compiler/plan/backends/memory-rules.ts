/** How backends whose tensors JavaScript can reach (cpu, wasm) run each primitive, unless they know better. */

import { sizeOf } from "../../program/nd-array.ts";
import type {
  BinaryName,
  ComparisonName,
  PrimitiveAttributes,
  UnaryName,
} from "../../program/primitive-attributes.ts";
import type { InstructionOf } from "../../program/program.ts";
import type { ScalarKernel, ScalarOperation } from "../../program/scalar-kernel.ts";
import { expandFilterGradient, expandInputGradient } from "../expansions/convolution-gradients.ts";
import { alias, type BackendRules, composition, host, type Lowering, tfjs } from "../lowering.ts";
import { broadcasting, concatenating, padding, reversing, slicing, transposing } from "../movements.ts";

const identity: ScalarKernel = { inputs: 1, operations: [], results: [0] };

type Elementwise = UnaryName | BinaryName | ComparisonName | "select";

export const memoryRules: BackendRules = {
  neg: unary,
  abs: unary,
  sign: unary,
  exp: unary,
  expm1: unary,
  log: unary,
  log1p: unary,
  sqrt: unary,
  tanh: unary,
  sigmoid: unary,
  relu: unary,
  erf: unary,
  floor: unary,
  flush_subnormal: unary,
  add: binary,
  sub: binary,
  mul: binary,
  div: binary,
  max: binary,
  min: binary,
  pow: binary,
  equal: binary,
  less: binary,
  less_equal: binary,
  greater: binary,
  greater_equal: binary,
  select: (instruction) => elementwise(instruction, { op: "select", args: [0, 1, 2] }),
  fused: ({ attributes: { kernel, shape } }) => host("elementwise", { kernel, shapes: [shape] }),
  fused_segments: ({ attributes: { kernel, shapes } }) => host("elementwise", { kernel, shapes }),

  cast: ({ inputs, attributes }) => (inputs[0]!.dtype === attributes.dtype ? alias : host("cast", {})),
  stop_gradient: () => alias,
  reshape: () => alias,
  constant: ({ attributes }) => ({ via: "constant", value: attributes.value }),
  keep_mask: ({ attributes }) => host("keep_mask", attributes),
  one_hot: ({ attributes }) => host("one_hot", attributes),

  broadcast: ({ inputs, attributes }) => broadcasting(inputs[0]!, attributes.shape),
  transpose: ({ inputs, attributes }) => transposing(inputs[0]!, attributes.permutation),
  slice: ({ inputs, attributes }) => slicing(inputs[0]!, attributes.start, attributes.size),
  pad: ({ inputs, attributes }) => padding(inputs[0]!, attributes.padding),
  concat: ({ inputs, attributes }) => concatenating(inputs, attributes.axis),
  reverse: ({ inputs, attributes }) => reversing(inputs[0]!, attributes.axes),

  // tfjs wasm adds in float32, one cell after the other: 2^20 times 0.1 comes out 1 % wrong.
  reduce_sum: (instruction) => reduction(instruction, "sum"),
  reduce_max: (instruction) => reduction(instruction, "max"),
  fused_reduce: ({ attributes: { kernel, shape, combine, axes } }) =>
    host("reduce", { kernel, shape, combine, axes }),
  argmax: ({ attributes }) => host("argmax", attributes),

  matmul: ({ attributes: { transposeA, transposeB } }) =>
    tfjs("BatchMatMul", ["a", "b"], { transposeA, transposeB }),
  conv2d: ({ attributes }) => tfjs("Conv2D", ["x", "filter"], convolutionAttributes(attributes)),
  conv2d_input_gradient: ({ attributes }) =>
    composition((builder, inputs) => expandInputGradient(builder, inputs, attributes)),
  conv2d_filter_gradient: ({ attributes }) =>
    composition((builder, inputs) => expandFilterGradient(builder, inputs, attributes)),

  max_pool: ({ attributes }) => host("max_pool", attributes),
  // tfjs wasm sends the gradient of a tie to the last maximum; ours goes to the first, everywhere.
  max_pool_scatter: ({ attributes }) => host("max_pool_scatter", attributes),
  max_pool_gather: ({ attributes }) => host("max_pool_gather", attributes),
  avg_pool: ({ attributes }) => host("avg_pool", attributes),
  // tfjs divides by the whole window even where part of it lies outside the image.
  avg_pool_gradient: ({ attributes }) => host("avg_pool_gradient", attributes),

  gather: ({ attributes }) => host("gather", attributes),
  scatter_add: ({ attributes }) => host("scatter_add", attributes),
  softmax_cross_entropy: ({ attributes }) => host("softmax_cross_entropy", attributes),
  softmax_cross_entropy_gradient: ({ attributes }) => host("softmax_cross_entropy_gradient", attributes),

  lstm: () => host("lstm", {}),
  lstm_gradient: () => host("lstm_gradient", {}),

  gradient: () => ({ via: "nothing", reason: "differentiation rewrites it before planning" }),
};

/** The primitives that a rule of any backend may make a `composition`: one that is not among these fails to be planned. */
export const composed = ["conv2d_input_gradient", "conv2d_filter_gradient"] as const;

/** The attributes that tfjs' convolution kernels share. */
export function convolutionAttributes({ strides, dilation, padding }: PrimitiveAttributes["conv2d"]) {
  return { strides, dilations: dilation, ...paddingAttributes(padding), dataFormat: "NHWC" };
}

export function paddingAttributes(padding: PrimitiveAttributes["conv2d"]["padding"]) {
  return { pad: [[0, 0], ...padding, [0, 0]] as const, dimRoundingMode: "floor" };
}

function unary<K extends UnaryName>(instruction: InstructionOf<K>): Lowering {
  return elementwise(instruction, { op: instruction.op, args: [0] });
}

function binary<K extends BinaryName | ComparisonName>(instruction: InstructionOf<K>): Lowering {
  return elementwise(instruction, { op: instruction.op, args: [0, 1] });
}

/** A primitive that fusion left alone is a fused kernel of one operation. */
function elementwise(instruction: InstructionOf<Elementwise>, operation: ScalarOperation): Lowering {
  const inputs = instruction.inputs.length;
  const kernel = { inputs, operations: [operation], results: [inputs] };
  return host("elementwise", { kernel, shapes: [instruction.outputs[0]!.shape] });
}

function reduction(
  { inputs, attributes: { axes } }: InstructionOf<"reduce_sum" | "reduce_max">,
  combine: "sum" | "max",
): Lowering {
  const shape = inputs[0]!.shape;
  const isWhole = sizeOf(axes.map((axis) => shape[axis]!)) === 1;
  return isWhole ? alias : host("reduce", { kernel: identity, shape, combine, axes });
}

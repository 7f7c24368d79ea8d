/** How tfjs says each primitive, where it can; tfjs' cpu backend is an oracle that shares no code with ours. */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs";
import type {
  Convolution2D,
  Padding2D,
  PrimitiveAttributes,
  PrimitiveName,
  Window2D,
} from "../../compiler/program/primitive-attributes.ts";

export interface Oracle<Attributes> {
  readonly value: (inputs: readonly Tensor[], attributes: Attributes) => Tensor;
  /** Why tfjs is not asked for these attributes; null where it is. */
  readonly withoutValue?: (attributes: Attributes) => string | null;
  /** Why tfjs' gradient for these attributes is not compared; null where it is. */
  readonly withoutGradient?: (attributes: Attributes) => string | null;
}

/** Why tfjs has nothing to compare with. */
export interface Absent {
  readonly absent: string;
}

type Unary = (x: Tensor) => Tensor;
type Binary = (p: Tensor, q: Tensor) => Tensor;

const unary = (f: Unary): Oracle<unknown> => ({ value: ([x]) => f(x!) });
const binary = (f: Binary): Oracle<unknown> => ({ value: ([p, q]) => f(p!, q!) });

function explicit([height, width]: Padding2D): [[number, number], ...[number, number][]] {
  return [[0, 0], [...height], [...width], [0, 0]];
}

function conv2d(x: Tensor, w: Tensor, { strides, dilation, padding }: Convolution2D): Tensor {
  const pad = explicit(padding) as Parameters<typeof tf.conv2d>[3];
  return tf.conv2d(x as Tensor4D, w as Tensor4D, [...strides], pad, "NHWC", [...dilation]);
}

function maxPool(x: Tensor, { window, strides, padding }: Window2D): Tensor {
  const pad = explicit(padding) as Parameters<typeof tf.maxPool>[3];
  return tf.maxPool(x as Tensor4D, [...window], [...strides], pad);
}

function avgPool(x: Tensor, { window, strides, padding }: Window2D): Tensor {
  const pad = explicit(padding) as Parameters<typeof tf.avgPool>[3];
  return tf.avgPool(x as Tensor4D, [...window], [...strides], pad);
}

const convolution = {
  withoutValue: ({ strides, dilation }: Convolution2D) =>
    Math.max(...strides) > 1 && Math.max(...dilation) > 1 ? "tfjs refuses strides with dilation" : null,
  withoutGradient: ({ dilation }: Convolution2D) =>
    Math.max(...dilation) > 1 ? "tfjs has no gradient of dilated convolutions" : null,
};

const convolutionGradient = {
  withoutValue: (geometry: Convolution2D) =>
    convolution.withoutValue(geometry) ?? convolution.withoutGradient(geometry),
};

function withPadding({ padding }: Window2D): string | null {
  return padding.flat().some((cells) => cells > 0)
    ? "tfjs' gradient counts the padding, its forward does not"
    : null;
}

/** tfjs does not sum the gradients of maximum and minimum over broadcast axes: broadcast first. */
function broadcastFirst(f: Binary): Binary {
  return (p, q) => f(tf.add(p, tf.zerosLike(q)), tf.add(q, tf.zerosLike(p)));
}

/** The target distribution of `softmax_cross_entropy`, written out. */
function target(labels: Tensor, classes: number, { on, off }: PrimitiveAttributes["softmax_cross_entropy"]) {
  return tf.oneHot(labels as Tensor1D, classes, on, off, "float32");
}

function crossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1));
}

/** The hidden states, one step after the other. */
function lstm(projected: Tensor, recurrent: Tensor): Tensor {
  const [batch, steps, width] = projected.shape as [number, number, number];
  let hidden: Tensor = tf.zeros([batch, width / 4]);
  let cell = hidden;
  const states = Array.from({ length: steps }, (_, step) => {
    const given = tf.reshape(tf.slice(projected, [0, step, 0], [batch, 1, width]), [batch, width]);
    const [i, f, g, o] = tf.split(tf.add(given, tf.matMul(hidden, recurrent)), 4, 1);
    cell = tf.add(tf.mul(tf.sigmoid(f!), cell), tf.mul(tf.sigmoid(i!), tf.tanh(g!)));
    hidden = tf.mul(tf.sigmoid(o!), tf.tanh(cell));
    return hidden;
  });
  return tf.reshape(tf.stack(states, 1), [batch, steps, width / 4]);
}

export const oracles: { readonly [K in PrimitiveName]: Oracle<PrimitiveAttributes[K]> | Absent } = {
  neg: unary(tf.neg),
  abs: unary(tf.abs),
  sign: unary(tf.sign),
  exp: unary(tf.exp),
  expm1: unary(tf.expm1),
  log: unary(tf.log),
  log1p: unary(tf.log1p),
  sqrt: unary(tf.sqrt),
  tanh: unary(tf.tanh),
  sigmoid: unary(tf.sigmoid),
  relu: unary(tf.relu),
  erf: unary(tf.erf),
  floor: unary(tf.floor),
  flush_subnormal: { absent: "tfjs has no such operation" },
  add: binary(tf.add),
  sub: binary(tf.sub),
  mul: binary(tf.mul),
  div: binary(tf.div),
  max: binary(broadcastFirst(tf.maximum)),
  min: binary(broadcastFirst(tf.minimum)),
  pow: binary(tf.pow),
  equal: { ...binary(tf.equal), withoutGradient: () => "comparisons have none" },
  less: { ...binary(tf.less), withoutGradient: () => "comparisons have none" },
  less_equal: { ...binary(tf.lessEqual), withoutGradient: () => "comparisons have none" },
  greater: { ...binary(tf.greater), withoutGradient: () => "comparisons have none" },
  greater_equal: { ...binary(tf.greaterEqual), withoutGradient: () => "comparisons have none" },
  select: { value: ([condition, p, q]) => tf.where(condition!, p!, q!) },
  cast: {
    value: ([x], { dtype }) => tf.cast(x!, dtype === "f32" ? "float32" : dtype === "i32" ? "int32" : "bool"),
    withoutGradient: () => "tfjs lets a gradient through whole numbers",
  },
  stop_gradient: { absent: "tfjs has no such operation" },
  constant: { value: (_, { value, shape }) => tf.fill([...shape], value) },
  keep_mask: { absent: "the random bits are our own" },
  one_hot: {
    value: ([indices], { depth }) => tf.oneHot(indices as Tensor1D, depth),
    withoutValue: ({ depth }) => (depth < 2 ? "tfjs wants two classes" : null),
  },
  broadcast: { value: ([x], { shape }) => tf.broadcastTo(x!, [...shape] as [number]) },
  reshape: { value: ([x], { shape }) => tf.reshape(x!, [...shape]) },
  transpose: { value: ([x], { permutation }) => tf.transpose(x!, [...permutation]) },
  slice: { value: ([x], { start, size }) => tf.slice(x!, [...start], [...size]) },
  pad: {
    value: ([x], { padding }) =>
      tf.pad(
        x!,
        padding.map(([before, after]) => [before, after]),
      ),
  },
  concat: { value: (xs, { axis }) => tf.concat([...xs], axis) },
  reverse: { value: ([x], { axes }) => tf.reverse(x!, [...axes]) },
  reduce_sum: { value: ([x], { axes, keepDims }) => tf.sum(x!, [...axes], keepDims) },
  reduce_max: { value: ([x], { axes, keepDims }) => tf.max(x!, [...axes], keepDims) },
  argmax: { value: ([x], { axis }) => tf.argMax(x!, axis), withoutGradient: () => "an index has none" },
  matmul: { value: ([p, q], { transposeA, transposeB }) => tf.matMul(p!, q!, transposeA, transposeB) },
  conv2d: { ...convolution, value: ([x, w], attributes) => conv2d(x!, w!, attributes) },
  conv2d_input_gradient: {
    ...convolutionGradient,
    value: ([dy, w], attributes) =>
      tf.grad((x) => conv2d(x, w!, attributes))(tf.zeros([...attributes.inputShape]), dy),
  },
  conv2d_filter_gradient: {
    ...convolutionGradient,
    withoutGradient: () => "Conv2DBackpropFilter has no gradient in tfjs",
    value: ([x, dy], attributes) =>
      tf.grad((w) => conv2d(x!, w, attributes))(tf.zeros([...attributes.filterShape]), dy),
  },
  max_pool: { value: ([x], attributes) => maxPool(x!, attributes) },
  max_pool_scatter: {
    value: ([x, dy], attributes) => tf.grad((image) => maxPool(image, attributes))(x!, dy),
    withoutGradient: () => "MaxPoolGrad has no gradient in tfjs (T16)",
  },
  max_pool_gather: { absent: "tfjs has no such operation (T16)" },
  avg_pool: { value: ([x], attributes) => avgPool(x!, attributes), withoutGradient: withPadding },
  avg_pool_gradient: {
    value: ([dy], attributes) =>
      tf.grad((x) => avgPool(x, attributes))(tf.zeros([...attributes.inputShape]), dy),
    withoutValue: withPadding,
    withoutGradient: () => "AvgPoolGrad has no gradient in tfjs",
  },
  gather: { value: ([table, indices]) => tf.gather(table!, indices as Tensor1D) },
  scatter_add: {
    value: ([updates, indices], { rows }) => {
      const rest = updates!.shape.slice(indices!.rank);
      const flat = tf.reshape(updates!, [indices!.size, ...rest]);
      return tf.unsortedSegmentSum(flat, tf.reshape(indices!, [-1]) as Tensor1D, rows);
    },
  },
  softmax_cross_entropy: {
    value: ([logits, labels], attributes) =>
      crossEntropy(logits!, target(labels!, logits!.shape[1]!, attributes)),
  },
  softmax_cross_entropy_gradient: {
    value: ([logits, labels, g], attributes) => {
      const targets = target(labels!, logits!.shape[1]!, attributes);
      const expected = tf.mul(tf.sum(targets, -1, true), tf.softmax(logits as Tensor2D));
      return tf.mul(tf.expandDims(g!, 1), tf.sub(expected, targets));
    },
  },
  lstm: { value: ([projected, recurrent]) => lstm(projected!, recurrent!) },
  lstm_gradient: { absent: "the gradients of lstm are compared" },
  gradient: { absent: "an instruction to the compiler" },
  fused: { absent: "made of other primitives" },
  fused_segments: { absent: "made of other primitives" },
  fused_reduce: { absent: "made of other primitives" },
};

/** The table of all primitives. A name without a record here is a type error. */
import type { Primitive } from "../primitive.ts";
import type { PrimitiveName } from "../primitive-attributes.ts";
import { argmax } from "./argmax.ts";
import { avgPool } from "./avg-pool.ts";
import { avgPoolGradient } from "./avg-pool-gradient.ts";
import { binaryPrimitives } from "./binary.ts";
import { broadcast } from "./broadcast.ts";
import { cast } from "./cast.ts";
import { comparisonPrimitives } from "./comparison.ts";
import { concat } from "./concat.ts";
import { constant } from "./constant.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dFilterGradient } from "./conv2d-filter-gradient.ts";
import { conv2dInputGradient } from "./conv2d-input-gradient.ts";
import { fused } from "./fused.ts";
import { fusedReduce } from "./fused-reduce.ts";
import { fusedSegments } from "./fused-segments.ts";
import { gather } from "./gather.ts";
import { gradient } from "./gradient.ts";
import { keepMask } from "./keep-mask.ts";
import { lstm } from "./lstm.ts";
import { lstmGradient } from "./lstm-gradient.ts";
import { matmul } from "./matmul.ts";
import { maxPool } from "./max-pool.ts";
import { maxPoolGather } from "./max-pool-gather.ts";
import { maxPoolScatter } from "./max-pool-scatter.ts";
import { oneHot } from "./one-hot.ts";
import { pad } from "./pad.ts";
import { reduceMax } from "./reduce-max.ts";
import { reduceSum } from "./reduce-sum.ts";
import { reshape } from "./reshape.ts";
import { reverse } from "./reverse.ts";
import { scatterAdd } from "./scatter-add.ts";
import { select } from "./select.ts";
import { slice } from "./slice.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { softmaxCrossEntropyGradient } from "./softmax-cross-entropy-gradient.ts";
import { stopGradient } from "./stop-gradient.ts";
import { transpose } from "./transpose.ts";
import { unaryPrimitives } from "./unary.ts";

export const primitives: { readonly [K in PrimitiveName]: Primitive<K> } = {
  ...unaryPrimitives,
  ...binaryPrimitives,
  ...comparisonPrimitives,
  select,
  cast,
  stop_gradient: stopGradient,
  constant,
  keep_mask: keepMask,
  one_hot: oneHot,
  broadcast,
  reshape,
  transpose,
  slice,
  pad,
  concat,
  reverse,
  reduce_sum: reduceSum,
  reduce_max: reduceMax,
  argmax,
  matmul,
  conv2d,
  conv2d_input_gradient: conv2dInputGradient,
  conv2d_filter_gradient: conv2dFilterGradient,
  max_pool: maxPool,
  max_pool_scatter: maxPoolScatter,
  max_pool_gather: maxPoolGather,
  avg_pool: avgPool,
  avg_pool_gradient: avgPoolGradient,
  gather,
  scatter_add: scatterAdd,
  softmax_cross_entropy: softmaxCrossEntropy,
  softmax_cross_entropy_gradient: softmaxCrossEntropyGradient,
  lstm,
  lstm_gradient: lstmGradient,
  gradient,
  fused,
  fused_segments: fusedSegments,
  fused_reduce: fusedReduce,
};

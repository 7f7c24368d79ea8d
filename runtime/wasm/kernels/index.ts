import type { KernelName } from "../../../compiler/plan/host-kernel.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { allFinite } from "./all-finite.ts";
import { argmax } from "./argmax.ts";
import { cast } from "./cast.ts";
import { conv2d } from "./convolution/conv2d.ts";
import { conv2dFilterGradient } from "./convolution/conv2d-filter-gradient.ts";
import { conv2dInputGradient } from "./convolution/conv2d-input-gradient.ts";
import { elementwise } from "./elementwise/elementwise.ts";
import { gather } from "./gather.ts";
import { keepMask } from "./keep-mask.ts";
import { lstm } from "./lstm/lstm.ts";
import { lstmGradient } from "./lstm/lstm-gradient.ts";
import { matmul } from "./matmul/matmul.ts";
import { move } from "./move/move.ts";
import { oneHot } from "./one-hot.ts";
import { avgPool, avgPoolGradient } from "./pooling/avg-pool.ts";
import { maxPool } from "./pooling/max-pool.ts";
import { maxPoolGather } from "./pooling/max-pool-gather.ts";
import { maxPoolScatter } from "./pooling/max-pool-scatter.ts";
import { reduce } from "./reduce/reduce.ts";
import { scatterAdd } from "./scatter-add/scatter-add.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy/softmax-cross-entropy.ts";
import { softmaxCrossEntropyGradient } from "./softmax-cross-entropy/softmax-cross-entropy-gradient.ts";

/** How WebAssembly computes each kernel. */
export const wasmKernels: { readonly [K in KernelName]: WasmKernelDefinition<K> } = {
  all_finite: allFinite,
  elementwise,
  keep_mask: keepMask,
  move,
  reduce,
  cast,
  argmax,
  one_hot: oneHot,
  gather,
  scatter_add: scatterAdd,
  softmax_cross_entropy: softmaxCrossEntropy,
  softmax_cross_entropy_gradient: softmaxCrossEntropyGradient,
  matmul,
  conv2d,
  conv2d_input_gradient: conv2dInputGradient,
  conv2d_filter_gradient: conv2dFilterGradient,
  lstm,
  lstm_gradient: lstmGradient,
  max_pool: maxPool,
  max_pool_scatter: maxPoolScatter,
  max_pool_gather: maxPoolGather,
  avg_pool: avgPool,
  avg_pool_gradient: avgPoolGradient,
};

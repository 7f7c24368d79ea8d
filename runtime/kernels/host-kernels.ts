import type { HostKernelName } from "../../compiler/plan/host-kernel.ts";
import { argmax } from "./argmax.ts";
import { avgPool, avgPoolGradient } from "./avg-pool.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise/elementwise.ts";
import { gather } from "./gather.ts";
import type { HostKernel } from "./host-kernel.ts";
import { keepMask } from "./keep-mask.ts";
import { lstm, lstmGradient } from "./lstm.ts";
import { maxPool, maxPoolGather, maxPoolScatter } from "./max-pool.ts";
import { move } from "./move.ts";
import { oneHot } from "./one-hot.ts";
import { reduce } from "./reduce.ts";
import { scatterAdd } from "./scatter-add.ts";
import { softmaxCrossEntropy, softmaxCrossEntropyGradient } from "./softmax-cross-entropy.ts";

export const hostKernels: { readonly [K in HostKernelName]: HostKernel<K> } = {
  elementwise,
  cast,
  move,
  reduce,
  argmax,
  keep_mask: keepMask,
  one_hot: oneHot,
  gather,
  scatter_add: scatterAdd,
  max_pool: maxPool,
  max_pool_scatter: maxPoolScatter,
  max_pool_gather: maxPoolGather,
  avg_pool: avgPool,
  avg_pool_gradient: avgPoolGradient,
  softmax_cross_entropy: softmaxCrossEntropy,
  softmax_cross_entropy_gradient: softmaxCrossEntropyGradient,
  lstm,
  lstm_gradient: lstmGradient,
};

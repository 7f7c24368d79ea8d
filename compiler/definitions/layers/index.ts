/** Every layer, by name. */
import type { LayerDefinition } from "../layer.ts";
import { add } from "./add.ts";
import { attention } from "./attention.ts";
import { avgPool } from "./avg-pool.ts";
import { batchNorm } from "./batch-norm.ts";
import { concat } from "./concat.ts";
import { conv } from "./conv.ts";
import { dense } from "./dense.ts";
import { elu } from "./elu.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { gelu } from "./gelu.ts";
import { globalAvgPool } from "./global-avg-pool.ts";
import { globalMaxPool } from "./global-max-pool.ts";
import { identity } from "./identity.ts";
import { layerNorm } from "./layer-norm.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { logSoftmax } from "./log-softmax.ts";
import { lstm } from "./lstm.ts";
import { maxPool } from "./max-pool.ts";
import { multiply } from "./multiply.ts";
import { positionEmbedding } from "./position-embedding.ts";
import { relu } from "./relu.ts";
import { reshape } from "./reshape.ts";
import { scale } from "./scale.ts";
import { selu } from "./selu.ts";
import { shift } from "./shift.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { softplus } from "./softplus.ts";
import { subtract } from "./subtract.ts";
import { tanh } from "./tanh.ts";

export const layers = {
  add,
  attention,
  avg_pool: avgPool,
  batch_norm: batchNorm,
  concat,
  conv,
  dense,
  elu,
  embedding,
  flatten,
  gelu,
  global_avg_pool: globalAvgPool,
  global_max_pool: globalMaxPool,
  identity,
  layer_norm: layerNorm,
  leaky_relu: leakyRelu,
  log_softmax: logSoftmax,
  lstm,
  max_pool: maxPool,
  multiply,
  position_embedding: positionEmbedding,
  relu,
  reshape,
  scale,
  selu,
  shift,
  sigmoid,
  silu,
  softmax,
  softplus,
  subtract,
  tanh,
} satisfies Record<string, LayerDefinition>;

export type LayerName = keyof typeof layers;

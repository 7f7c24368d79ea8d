import type { FieldRecipe, Workload } from "./workload.ts";

/** Multiply-adds of a training step: forward, and twice that backward, less the gradient of the inputs. */
function trainingFlops(examples: number, first: number, others: number): number {
  return 2 * examples * (2 * first + 3 * others);
}

const label: FieldRecipe = { shape: [], classes: 10 };
const AGREEMENT = { steps: 5, tolerance: 1e-3 };
const COMMON = { unit: "step", sizes: {}, bytes: null, agreement: AGREEMENT, coldStart: false } as const;

export const mlpFields = { image: { shape: [784], classes: null }, label };
export const cnnFields = { image: { shape: [28, 28, 1], classes: null }, label };

const mlp: Workload = {
  ...COMMON,
  id: "W1",
  title: "MLP 784-512-512-10, dropout 0.2, AdamW, batch 128",
  task: "mlp-train",
  fixture: { spec: "mlp", fields: mlpFields, batch: 128, batches: 32 },
  flops: trainingFlops(128, 784 * 512, 512 * 512 + 512 * 10),
  noisy: true,
};

const cnn: Workload = {
  ...COMMON,
  id: "W2",
  title: "CNN 28x28: conv 3x3x32, conv 3x3x64, pool, dense 128, dense 10, Adam + l2, batch 64",
  task: "cnn-train",
  fixture: { spec: "cnn", fields: cnnFields, batch: 64, batches: 16 },
  // Both convolutions without padding: 26x26 and 24x24 positions, then 12x12x64 values after the pool.
  flops: trainingFlops(64, 26 * 26 * 32 * 9, 24 * 24 * 64 * 9 * 32 + 12 * 12 * 64 * 128 + 128 * 10),
  noisy: false,
};

const character: FieldRecipe = { shape: [64], classes: 65 };
const characterFields = { tokens: character, next: character };

const transformer: Workload = {
  ...COMMON,
  id: "W3",
  title: "transformer char-LM: width 128, 4 heads, 2 blocks, length 64, AdamW, batch 16",
  task: "transformer-train",
  fixture: { spec: "transformer", fields: characterFields, batch: 16, batches: 32 },
  // For each character: four projections and the feed-forward's two layers, scores and mixing of all 64 positions.
  flops: trainingFlops(16 * 64, 0, 2 * (12 * 128 * 128 + 2 * 64 * 128) + 128 * 65),
  noisy: false,
};

const lstm: Workload = {
  ...COMMON,
  id: "W4",
  title: "LSTM char-LM: width 128, length 64, AdamW, batch 32",
  task: "lstm-train",
  fixture: { spec: "lstm", fields: characterFields, batch: 32, batches: 32 },
  flops: trainingFlops(32 * 64, 0, 2 * 4 * 128 * 128 + 128 * 65),
  noisy: false,
};

export const trainingWorkloads: readonly Workload[] = [mlp, cnn, transformer, lstm];

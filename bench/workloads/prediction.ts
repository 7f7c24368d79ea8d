import { cnnFields, mlpFields } from "./training.ts";
import type { Workload } from "./workload.ts";

const NETWORKS = {
  mlp: { goal: "W1", fields: mlpFields, task: "mlp-predict", products: 784 * 512 + 512 * 512 + 512 * 10 },
  cnn: {
    goal: "W2",
    fields: cnnFields,
    task: "cnn-predict",
    products: 26 * 26 * 32 * 9 + 24 * 24 * 64 * 9 * 32 + 12 * 12 * 64 * 128 + 128 * 10,
  },
} as const;

function prediction(network: keyof typeof NETWORKS, batch: number): Workload {
  const { goal, fields, task, products } = NETWORKS[network];
  return {
    id: `W6/${network}-${batch}`,
    title: `inference of ${goal}, batch ${batch}`,
    task,
    unit: "prediction",
    fixture: { spec: network, fields, batch, batches: 16 },
    sizes: {},
    flops: 2 * batch * products,
    bytes: null,
    agreement: { steps: 4, tolerance: 1e-3 },
    coldStart: false,
    noisy: false,
  };
}

export const predictionWorkloads: readonly Workload[] = [
  prediction("mlp", 1),
  prediction("mlp", 64),
  prediction("cnn", 1),
  prediction("cnn", 64),
];

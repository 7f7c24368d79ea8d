import { mlpFields, trainingWorkloads } from "./training.ts";
import type { Workload } from "./workload.ts";

const mlp = trainingWorkloads.find(({ id }) => id === "W1")!;

export const coldStartWorkloads: readonly Workload[] = [
  {
    ...mlp,
    id: "W9",
    title: "cold start: from the start of the process to the first finished step of W1",
    unit: "start",
    fixture: { spec: "mlp", fields: mlpFields, batch: 128, batches: 1 },
    flops: null,
    agreement: null,
    coldStart: true,
  },
];

import { coldStartWorkloads } from "./cold-start.ts";
import { compilationWorkloads } from "./compilation.ts";
import { predictionWorkloads } from "./prediction.ts";
import { trainingWorkloads } from "./training.ts";
import { updateWorkloads } from "./update.ts";
import type { Workload } from "./workload.ts";

/** All that `npm run bench` measures, in the order of its table. */
export const workloads: readonly Workload[] = [
  ...trainingWorkloads,
  ...updateWorkloads,
  ...predictionWorkloads,
  ...compilationWorkloads,
  ...coldStartWorkloads,
];

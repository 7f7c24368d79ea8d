/** Every metric, by name. */
import type { MetricDefinition } from "../metric.ts";
import { accuracy } from "./accuracy.ts";
import { mae } from "./mae.ts";
import { mse } from "./mse.ts";
import { r2 } from "./r2.ts";
import { rmse } from "./rmse.ts";
import { topKAccuracy } from "./top-k-accuracy.ts";

export const metrics = {
  accuracy,
  mae,
  mse,
  r2,
  rmse,
  top_k_accuracy: topKAccuracy,
} satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;

import { type JsonSchema, shape } from "../../compiler/ir/schema/json-schema.ts";
import type { EpochRecord, Losses, Scores } from "../../runtime/training/scores.ts";
import { byName, losses, orNull, seconds } from "./scores.ts";

/** One line of `metrics.jsonl`. */
export function metricsSchema(): JsonSchema {
  const scores = shape<Scores>("Losses and metrics.", {
    loss: shape<Losses>("Reported apart, whatever was fused.", {
      ...losses,
      penalties: { ...byName, description: "Each penalty, by technique." },
    }),
    metrics: { ...byName, description: "By metric." },
  });
  return {
    title: "regnet metrics",
    ...shape<EpochRecord>("One epoch: one line of metrics.jsonl.", {
      epoch: { type: "integer", minimum: 1, description: "Counted from 1." },
      step: { type: "integer", minimum: 0, description: "Finished steps." },
      seconds,
      train: scores,
      val: orNull(scores, "At the end of the epoch; null when there is no validation part."),
    }),
  };
}

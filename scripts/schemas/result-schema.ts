import { type JsonSchema, shape } from "../../compiler/ir/schema/json-schema.ts";
import type { StopReason } from "../../runtime/checkpoint/checkpoint.ts";
import type { RunResult, StoredResult } from "../../runtime/training/run-result.ts";
import { byName, losses, perPart, seconds } from "./scores.ts";

const reasons: { readonly [R in StopReason]: R } = { epochs: "epochs", early: "early" };
const count: JsonSchema = { type: "integer", minimum: 0 };

/** What a finished run came to: `result.json` of the run folder. */
export function resultSchema(): JsonSchema {
  return {
    title: "regnet result",
    ...shape<StoredResult>("What a finished run came to, scored with the weights that remain.", {
      name: { type: "string", description: "The train block's name." },
      backend: { type: "string" },
      seed: count,
      epochs: { ...count, description: "Trained epochs." },
      steps: { ...count, description: "Trained steps." },
      bestEpoch: {
        type: ["integer", "null"],
        minimum: 1,
        description: "Counted from 1; null when no validation was watched.",
      },
      stopped: { type: "string", enum: Object.values(reasons), description: "What ended it." },
      seconds,
      parameters: { ...count, description: "Trainable numbers." },
      loss: perPart(shape<RunResult["loss"]["train"]>("Losses.", losses)),
      metrics: perPart(byName),
      versions: {
        type: "object",
        description: "Of whatever may change the numbers.",
        additionalProperties: { type: "string" },
      },
    }),
  };
}

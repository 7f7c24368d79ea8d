import { type JsonSchema, shape } from "../../compiler/ir/schema/json-schema.ts";
import type { Losses } from "../../runtime/training/scores.ts";

/** A measured number; null stands for NaN and infinities, which JSON does not have. */
export const measured: JsonSchema = { type: ["number", "null"] };

export const byName: JsonSchema = { type: "object", additionalProperties: measured };

export const losses = {
  data: { ...measured, description: "The mean over the examples." },
  penalty: { ...measured, description: "The sum of all penalties." },
  total: { ...measured, description: "`data` plus `penalty`." },
} satisfies Partial<Record<keyof Losses, JsonSchema>>;

export const seconds: JsonSchema = { type: "number", minimum: 0, description: "Time spent training." };

/** The schema, or null. */
export function orNull(schema: JsonSchema, description: string): JsonSchema {
  return { anyOf: [schema, { type: "null" }], description };
}

/** Results of the three parts; there may be no validation and no test part. */
export function perPart(schema: JsonSchema): JsonSchema {
  return shape<{ train: unknown; val: unknown; test: unknown }>("By part of the data.", {
    train: schema,
    val: orNull(schema, "Null when there is no validation part."),
    test: orNull(schema, "Null when there is no test part."),
  });
}

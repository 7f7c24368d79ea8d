import { limits } from "../limits.ts";
import { MODEL_VERSION, type Model } from "../model.ts";
import { dataDefinitions } from "./data-schema.ts";
import { type JsonSchema, list, optional, reference, shape } from "./json-schema.ts";
import { networkDefinitions } from "./network-schema.ts";
import { policyDefinitions } from "./policy-schema.ts";
import type { Registries } from "./registries.ts";
import { scheduleDefinitions } from "./schedule-schema.ts";
import { trainingDefinitions } from "./training-schema.ts";
import { text, word } from "./words.ts";

/**
 * The JSON Schema (2020-12) of the model IR. The fixed shapes are tied to the types of `model.ts`; every name and
 * every option comes from the registries of definitions.
 */
export function modelSchema(registries: Registries): JsonSchema {
  return {
    ...shape<Model>("A model that regnet can train: what was meant, with every default visible.", {
      regnet: { const: MODEL_VERSION, description: "The version of this format." },
      name: word("The train block's name."),
      doc: optional(text("What the train block's `///` comment says.")),
      params: {
        type: "object",
        description: "The values of the spec's parameters as this model was made.",
        maxProperties: limits.entries,
        additionalProperties: { type: ["number", "string", "boolean"] },
      },
      network: reference("network"),
      data: reference("data"),
      loss: reference("loss"),
      optimizer: reference("optimizer"),
      sites: list(
        reference("site"),
        limits.entries,
        "Techniques that act elsewhere than on one parameter, in the order they apply.",
      ),
      removed: optional(
        list(reference("removed-at"), limits.entries, "What rules took from places with `none`."),
      ),
      run: reference("run"),
    }),
    title: "regnet model",
    $defs: {
      ...networkDefinitions(registries),
      ...policyDefinitions(registries),
      ...dataDefinitions(registries),
      ...trainingDefinitions(registries),
      ...scheduleDefinitions(registries),
    },
  };
}

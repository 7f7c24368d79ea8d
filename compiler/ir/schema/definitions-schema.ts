import { dataSources } from "../../definitions/data-sources/index.ts";
import { initializers } from "../../definitions/initializers/index.ts";
import { layers } from "../../definitions/layers/index.ts";
import { losses } from "../../definitions/losses/index.ts";
import { metrics } from "../../definitions/metrics/index.ts";
import { optimizers } from "../../definitions/optimizers/index.ts";
import { schedules } from "../../definitions/schedules/index.ts";
import { techniques } from "../../definitions/techniques/index.ts";
import { transforms } from "../../definitions/transforms/index.ts";
import type { JsonSchema } from "./json-schema.ts";
import { modelSchema } from "./model-schema.ts";
import type { Registries } from "./registries.ts";

export const registries: Registries = {
  layers,
  techniques,
  optimizers,
  schedules,
  losses,
  metrics,
  initializers,
  dataSources,
  transforms,
};

let schema: JsonSchema | undefined;

/** The schema of the model IR over all definitions; made when it is first asked for. */
export function definitionsSchema(): JsonSchema {
  schema ??= modelSchema(registries);
  return schema;
}

import type { TechniqueDefinition } from "../../definitions/technique.ts";
import type { Registry } from "./chosen-by-name.ts";

/** Every registry whose names and options a model document may hold. */
export interface Registries {
  readonly layers: Registry;
  readonly techniques: Registry & Readonly<Record<string, Pick<TechniqueDefinition, "property">>>;
  readonly optimizers: Registry;
  readonly schedules: Registry;
  readonly losses: Registry;
  readonly metrics: Registry;
  readonly initializers: Registry;
  readonly dataSources: Registry;
  readonly transforms: Registry;
}

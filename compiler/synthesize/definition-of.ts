import type { LayerDefinition } from "../definitions/layer.ts";
import { layers } from "../definitions/layers/index.ts";
import type { LossDefinition } from "../definitions/loss.ts";
import { losses } from "../definitions/losses/index.ts";
import type { MetricDefinition } from "../definitions/metric.ts";
import { metrics } from "../definitions/metrics/index.ts";
import type { OptimizerDefinition } from "../definitions/optimizer.ts";
import { optimizers } from "../definitions/optimizers/index.ts";
import type { TechniqueDefinition } from "../definitions/technique.ts";
import { techniques } from "../definitions/techniques/index.ts";
import { demand } from "../program/error.ts";

/** The definitions behind the names of a model. A model is validated before it comes here, so all names resolve. */
export const definitionOf = {
  layer: (name: string): LayerDefinition => find(layers, "layer", name),
  loss: (name: string): LossDefinition => find(losses, "loss", name),
  metric: (name: string): MetricDefinition => find(metrics, "metric", name),
  optimizer: (name: string): OptimizerDefinition => find(optimizers, "optimizer", name),
  technique: (name: string): TechniqueDefinition => find(techniques, "technique", name),
} as const;

function find<T>(registry: Readonly<Record<string, T>>, kind: string, name: string): T {
  const definition = Object.hasOwn(registry, name) ? registry[name] : undefined;
  demand(definition !== undefined, "synthesize", () => `there is no ${kind} ${name}`);
  return definition;
}

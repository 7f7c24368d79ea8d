import { scheduleRange } from "../definitions/schedules/evaluate.ts";
import type { Applied, Model, Parameter } from "../ir/model.ts";
import type { Schedule } from "../ir/schedule.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { effectsOf } from "../synthesize/effects.ts";
import { optimizerChain } from "../synthesize/slots.ts";
import type { Strength } from "./explanation.ts";
import { measurePull } from "./measure-pull.ts";

/**
 * How strongly a technique pulls a weight towards 0 in one step at the greatest learning rate, as far as that can
 * be told before training; null for techniques that do not pull.
 */
export function deriveStrength(
  model: Model,
  parameter: Parameter,
  applied: Applied,
  stepsPerEpoch: number | null,
): Strength | null {
  const { name, options } = model.optimizer;
  const learningRate = scheduleRange(options.lr as Schedule)[1];
  const pull = measurePull(parameter, applied, learningRate);
  if (pull === null) return null;
  const gain = pull.inGradient ? gainOf(model) : 1;
  if (gain === null) {
    const reason = `${name} divides it, with the rest of the gradient, by the root of the gradient's mean square`;
    return { kind: "adaptive", reason };
  }
  const { step } = definitionOf.technique(applied.technique).effect;
  const share = pull.share * gain;
  const distance = pull.distance * gain;
  const steps = share > 0 ? Math.LN2 / share : null;
  return {
    kind: "steady",
    learningRate,
    share,
    distance,
    threshold: step === "prox" && share < 1 ? distance / (1 - share) : null,
    halfLife:
      steps === null ? null : { steps, epochs: stepsPerEpoch === null ? null : steps / stepsPerEpoch },
    approximate: gain !== 1,
    upperBound: step === "penalty" && effectsOf(model.sites, "gradient").length > 0,
  };
}

/**
 * By what the optimizer multiplies a gradient that stays the same: heavy ball by 1/(1 - μ) (F-06). Null when it
 * divides by a measure of the gradient, so that there is no such number (N-02).
 */
function gainOf(model: Model): number | null {
  const slots = optimizerChain(model).flatMap((transform) => transform.slots);
  if (slots.length === 0) return 1;
  const { momentum } = model.optimizer.options;
  if (momentum === undefined || slots.some(({ name }) => name !== "momentum")) return null;
  return 1 / (1 - scheduleRange(momentum as Schedule)[1]);
}

/** Every technique, by name; shorthands stand for several and are gone when a model is made. */
import type { ShorthandDefinition, TechniqueDefinition } from "../technique.ts";
import { activityL1 } from "./activity-l1.ts";
import { activityL2 } from "./activity-l2.ts";
import { clipGlobalNorm } from "./clip-global-norm.ts";
import { clipNorm } from "./clip-norm.ts";
import { clipValue } from "./clip-value.ts";
import { decay } from "./decay.ts";
import { decayCoupled } from "./decay-coupled.ts";
import { dropout } from "./dropout.ts";
import { elastic } from "./elastic.ts";
import { ema } from "./ema.ts";
import { l1 } from "./l1.ts";
import { l2 } from "./l2.ts";
import { labelSmoothing } from "./label-smoothing.ts";
import { maxNorm } from "./max-norm.ts";
import { nonNegative } from "./non-negative.ts";
import { proxElastic } from "./prox-elastic.ts";
import { proxL1 } from "./prox-l1.ts";
import { stopEarly } from "./stop-early.ts";
import { unitNorm } from "./unit-norm.ts";

export const techniques = {
  activity_l1: activityL1,
  activity_l2: activityL2,
  clip_global_norm: clipGlobalNorm,
  clip_norm: clipNorm,
  clip_value: clipValue,
  decay,
  decay_coupled: decayCoupled,
  dropout,
  ema,
  l1,
  l2,
  label_smoothing: labelSmoothing,
  max_norm: maxNorm,
  non_negative: nonNegative,
  prox_elastic: proxElastic,
  prox_l1: proxL1,
  stop_early: stopEarly,
  unit_norm: unitNorm,
} satisfies Record<string, TechniqueDefinition>;

export type TechniqueName = keyof typeof techniques;

export const shorthands = { elastic } satisfies Record<string, ShorthandDefinition>;

export type ShorthandName = keyof typeof shorthands;

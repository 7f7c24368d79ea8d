/** Every schedule, by name. */
import type { ScheduleDefinition } from "../schedule.ts";
import { constant } from "./constant.ts";
import { cosine } from "./cosine.ts";
import { exponential } from "./exponential.ts";
import { linear } from "./linear.ts";
import { oneCycle } from "./one-cycle.ts";
import { oneCycleMomentum } from "./one-cycle-momentum.ts";
import { piecewise } from "./piecewise.ts";
import { polynomial } from "./polynomial.ts";
import { step } from "./step.ts";
import { warmup } from "./warmup.ts";

export const schedules = {
  constant,
  cosine,
  exponential,
  linear,
  one_cycle: oneCycle,
  one_cycle_momentum: oneCycleMomentum,
  piecewise,
  polynomial,
  step,
  warmup,
} satisfies Record<string, ScheduleDefinition>;

export type ScheduleName = keyof typeof schedules;

import type { Duration, Schedule } from "../ir/schedule.ts";
import type { Definition } from "./definition.ts";
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

/** Where in the run a step stands. */
export interface SchedulePosition {
  /** Finished steps: 0 at the first step, which therefore uses schedule(0) (0.5, step 16). */
  readonly step: number;
  /** Steps of one epoch, 1 or more; turns lengths in epochs into steps. */
  readonly stepsPerEpoch: number;
  /** Steps of the whole run; schedules without a length of their own end there. */
  readonly totalSteps: number;
}

export interface ScheduleContext extends SchedulePosition {
  /** A length in steps, not rounded. */
  readonly steps: (duration: Duration) => number;
  /** The value of a nested schedule at another position. */
  readonly evaluate: (schedule: Schedule, position: SchedulePosition) => number;
  /** The least and greatest value of a nested schedule. */
  readonly rangeOf: (schedule: Schedule) => readonly [number, number];
}

/** A number as a function of the step, computed on the host in float64 (F-20). */
export interface ScheduleDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  readonly value: (options: OptionsOf<S>, context: ScheduleContext) => number;
  /** The least and greatest value it can take; what range checks and the lint L-14 read. */
  readonly range: (
    options: OptionsOf<S>,
    context: Pick<ScheduleContext, "rangeOf">,
  ) => readonly [number, number];
}

export function defineSchedule<const S extends OptionSpecs>(
  definition: ScheduleDefinition<S>,
): ScheduleDefinition {
  return definition as unknown as ScheduleDefinition;
}

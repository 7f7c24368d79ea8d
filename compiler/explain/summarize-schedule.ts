import { constantOf } from "../definitions/as-host-scalar.ts";
import { evaluateSchedule, scheduleRange } from "../definitions/schedules/evaluate.ts";
import type { Schedule } from "../ir/schedule.ts";
import type { ScheduleSummary } from "./explanation.ts";
import { writeSchedule } from "./write-option.ts";

/** Lengths of an epoch that tell whether a value depends on them. */
const TRIED = [97, 1009] as const;

/** @param stepsPerEpoch null when the number of training examples is not known */
export function summarizeSchedule(
  schedule: Schedule,
  epochs: number,
  stepsPerEpoch: number | null,
): ScheduleSummary {
  const valueAt = (step: (total: number) => number): number | null => {
    const values = (stepsPerEpoch === null ? TRIED : [stepsPerEpoch]).map((steps) => {
      const totalSteps = steps * epochs;
      return evaluateSchedule(schedule, { step: step(totalSteps), stepsPerEpoch: steps, totalSteps });
    });
    return values.every((value) => value === values[0]) ? values[0]! : null;
  };
  return {
    text: writeSchedule(schedule),
    constant: constantOf(schedule) !== null,
    start: valueAt(() => 0),
    peak: scheduleRange(schedule)[1],
    end: valueAt((total) => total),
  };
}

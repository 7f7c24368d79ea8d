import type { Schedule } from "../../ir/schedule.ts";
import { checkedOptions } from "../option-spec.ts";
import type { ScheduleDefinition, SchedulePosition } from "../schedule.ts";
import { schedules } from "./index.ts";

const definitions: Readonly<Record<string, ScheduleDefinition>> = schedules;

/**
 * The value of a schedule at one step, in float64 (F-20).
 * @throws RangeError when the schedule has no definition: the model was not validated
 */
export function evaluateSchedule(schedule: Schedule, position: SchedulePosition): number {
  return definitionOf(schedule).value(checkedOptions(schedule.options), {
    ...position,
    steps: ({ value, unit }) => (unit === "epoch" ? value * position.stepsPerEpoch : value),
    evaluate: evaluateSchedule,
    rangeOf: scheduleRange,
  });
}

/** The least and greatest value of a schedule over any run. */
export function scheduleRange(schedule: Schedule): readonly [number, number] {
  return definitionOf(schedule).range(checkedOptions(schedule.options), { rangeOf: scheduleRange });
}

function definitionOf({ name }: Schedule): ScheduleDefinition {
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) throw new RangeError(`there is no schedule ${name}`);
  return definition;
}

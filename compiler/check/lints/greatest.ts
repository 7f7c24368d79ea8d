import { scheduleRange } from "../../definitions/schedules/evaluate.ts";
import type { Applied, Model, OptionValue } from "../../ir/model.ts";
import type { Schedule } from "../../ir/schedule.ts";

/** The greatest value an option takes over the run: itself, or the top of its schedule. */
export function greatest(value: OptionValue | undefined): number {
  if (typeof value === "number") return value;
  return typeof value === "object" && value !== null && "name" in value
    ? scheduleRange(value as Schedule)[1]
    : 0;
}

/** The greatest share of a weight that a decay takes away in one step: ηλ, or λ alone (F-01). */
export function greatestShare({ options }: Applied, { optimizer }: Model): number {
  const scale = options.scaled_by === "none" ? 1 : greatest(optimizer.options.lr);
  return scale * greatest(options.strength);
}

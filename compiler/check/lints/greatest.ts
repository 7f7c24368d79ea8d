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

/** The greatest share of a weight that a decay, or L2 as one, takes away in one step: ηλ, or λ alone (F-01). */
export function greatestShare({ technique, options }: Applied, { optimizer }: Model): number {
  const scale = options.scaled_by === "none" ? 1 : greatest(optimizer.options.lr);
  // The gradient of λΣw² is 2λw, that of ½λΣw² is λw (2.12).
  const factor = technique === "l2" && options.half !== true ? 2 : 1;
  return scale * factor * greatest(options.strength);
}

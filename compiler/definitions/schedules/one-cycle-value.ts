import type { SchedulePosition } from "../schedule.ts";

/**
 * Two half cosines: from `first` to `middle` over the share `rise` of the run, on to `last` by its last step. The
 * phases end at steps rise·T - 1 and T - 1, as in torch's OneCycleLR.
 */
export function oneCycleValue(
  first: number,
  middle: number,
  last: number,
  rise: number,
  { step, totalSteps }: SchedulePosition,
): number {
  const turn = rise * totalSteps - 1;
  if (step < turn) return halfCosine(first, middle, step / turn);
  const rest = totalSteps - 1 - turn;
  return halfCosine(middle, last, rest <= 0 ? 1 : Math.min(1, Math.max(0, step - turn) / rest));
}

function halfCosine(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
}

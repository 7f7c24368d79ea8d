import { defineSchedule } from "../schedule.ts";
import { ramp } from "./ramp.ts";

export const warmup = defineSchedule({
  name: "warmup",
  doc: "A linear rise to the first value of another schedule, which begins when the rise is over.",
  source: "t < W: s(0)·(t + 1)/W, else s(t - W) over the T - W steps left (Goyal et al. 2017; 2.10)",
  options: {
    length: { type: "duration", above: 0, doc: "W, the length of the rise." },
    schedule: { type: "schedule", doc: "What follows: a schedule or a number." },
  },
  positional: ["length", "schedule"],
  value({ length, schedule }, { step, stepsPerEpoch, totalSteps, steps, evaluate }) {
    const rise = Math.round(steps(length));
    const rest = Math.max(1, totalSteps - rise);
    const at = (t: number) => evaluate(schedule, { step: t, stepsPerEpoch, totalSteps: rest });
    return step < rise ? at(0) * ramp(step, rise) : at(step - rise);
  },
  range({ schedule }, { rangeOf }) {
    const [least, greatest] = rangeOf(schedule);
    return [Math.min(0, least), Math.max(0, greatest)];
  },
});

import { defineSchedule } from "../schedule.ts";
import { progress } from "./ramp.ts";

export const polynomial = defineSchedule({
  name: "polynomial",
  doc: "A power of what is left of the run: from `initial` to `floor`.",
  source: "η_t = floor + (initial - floor)(1 - min(1, t / length))^power (torch PolynomialLR)",
  options: {
    initial: { type: "number", min: 0, doc: "The value at the first step." },
    power: { type: "number", above: 0, default: 1, doc: "The exponent." },
    floor: { type: "number", min: 0, default: 0, doc: "The value at the end." },
    length: { type: "duration", above: 0, default: null, doc: "The length; the whole run when absent." },
  },
  positional: ["initial", "power"],
  value: ({ initial, power, floor, length }, { step, steps, totalSteps }) =>
    floor + (initial - floor) * (1 - progress(step, length === null ? totalSteps : steps(length))) ** power,
  range: ({ initial, floor }) => [Math.min(initial, floor), Math.max(initial, floor)],
});

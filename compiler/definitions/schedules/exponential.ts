import { defineSchedule } from "../schedule.ts";

export const exponential = defineSchedule({
  name: "exponential",
  doc: "Smooth exponential decay: multiplied by `factor` over each length `every`, a little at every step.",
  source: "η_t = initial · factor^(t / every) (2.10; torch ExponentialLR when every = 1 step)",
  options: {
    initial: { type: "number", min: 0, doc: "The value at the first step." },
    factor: { type: "number", above: 0, max: 1, doc: "What one length `every` multiplies by." },
    every: {
      type: "duration",
      above: 0,
      default: { value: 1, unit: "epoch" },
      doc: "The length over which `factor` is applied once.",
    },
  },
  positional: ["initial", "factor", "every"],
  value: ({ initial, factor, every }, { step, steps }) => initial * factor ** (step / steps(every)),
  range: ({ initial }) => [0, initial],
});

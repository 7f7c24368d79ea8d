import { defineSchedule } from "../schedule.ts";

export const step = defineSchedule({
  name: "step",
  doc: "A staircase: multiplied by `factor` after each length `every`.",
  source: "η_t = initial · factor^⌊t / every⌋ (2.10; torch StepLR)",
  options: {
    initial: { type: "number", min: 0, doc: "The value of the first stair." },
    every: { type: "duration", above: 0, doc: "The length of one stair: `30 epochs`." },
    factor: { type: "number", above: 0, max: 1, default: 0.1, doc: "What each stair multiplies by." },
  },
  positional: ["initial", "every", "factor"],
  value: ({ initial, every, factor }, { step: t, steps }) => initial * factor ** Math.floor(t / steps(every)),
  range: ({ initial }) => [0, initial],
});

import { defineSchedule } from "../schedule.ts";
import { progress } from "./ramp.ts";

export const linear = defineSchedule({
  name: "linear",
  doc: "A straight line from `from` to `to` over a length; constant after it.",
  source: "η_t = from + (to - from)·min(1, t / length) (torch LinearLR)",
  options: {
    from: { type: "number", doc: "The value at the first step." },
    to: { type: "number", doc: "The value at the end." },
    length: { type: "duration", above: 0, default: null, doc: "The length; the whole run when absent." },
  },
  positional: ["from", "to", "length"],
  value: ({ from, to, length }, { step, steps, totalSteps }) =>
    from + (to - from) * progress(step, length === null ? totalSteps : steps(length)),
  range: ({ from, to }) => [Math.min(from, to), Math.max(from, to)],
});

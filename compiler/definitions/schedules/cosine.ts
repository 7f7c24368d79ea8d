import { defineSchedule } from "../schedule.ts";
import { progress, ramp } from "./ramp.ts";

export const cosine = defineSchedule({
  name: "cosine",
  doc: "Half a cosine from `peak` down to `floor` over the run, after an optional linear warm-up; constant after its end.",
  source:
    "η_t = floor + ½(peak - floor)(1 + cos(π(t - W)/(T - W))), for t < W: peak·(t + 1)/W (Loshchilov & Hutter 2017; 2.10)",
  options: {
    peak: { type: "number", min: 0, doc: "The greatest value." },
    warmup: {
      type: "duration",
      min: 0,
      default: null,
      doc: "Length W of the linear rise to `peak`; none when absent.",
    },
    floor: { type: "number", min: 0, default: 0, doc: "The value at the end." },
    length: {
      type: "duration",
      above: 0,
      default: null,
      doc: "T, warm-up included; the whole run when absent.",
    },
  },
  positional: ["peak"],
  refuses: ({ peak, floor }) => (floor > peak ? `the floor ${floor} lies above the peak ${peak}` : null),
  value({ peak, warmup, floor, length }, { step, steps, totalSteps }) {
    const rise = warmup === null ? 0 : Math.round(steps(warmup));
    if (step < rise) return peak * ramp(step, rise);
    const end = length === null ? totalSteps : steps(length);
    return floor + 0.5 * (peak - floor) * (1 + Math.cos(Math.PI * progress(step - rise, end - rise)));
  },
  range: ({ peak, floor, warmup }) => [warmup === null ? floor : 0, peak],
});

import { defineSchedule } from "../schedule.ts";
import { oneCycleValue } from "./one-cycle-value.ts";

export const oneCycle = defineSchedule({
  name: "one_cycle",
  doc: "The one-cycle policy: a cosine rise to `peak`, then a cosine fall far below the start, over the whole run. Its counterpart for momentum is `one_cycle_momentum`.",
  source:
    "cosines from peak/start_divisor to peak over the share `rise`, then to peak/start_divisor/final_divisor (Smith 2018; torch OneCycleLR; 2.10)",
  options: {
    peak: { type: "number", min: 0, doc: "The greatest value." },
    rise: { type: "number", above: 0, below: 1, default: 0.3, doc: "The share of the run that rises." },
    start_divisor: { type: "number", min: 1, default: 25, doc: "The first value is peak / start_divisor." },
    final_divisor: {
      type: "number",
      min: 1,
      default: 1e4,
      doc: "The last value is the first one / final_divisor.",
    },
  },
  positional: ["peak"],
  value({ peak, rise, start_divisor, final_divisor }, position) {
    const initial = peak / start_divisor;
    return oneCycleValue(initial, peak, initial / final_divisor, rise, position);
  },
  range: ({ peak, start_divisor, final_divisor }) => [peak / start_divisor / final_divisor, peak],
});

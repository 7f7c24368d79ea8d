import { defineSchedule } from "../schedule.ts";
import { oneCycleValue } from "./one-cycle-value.ts";

export const oneCycleMomentum = defineSchedule({
  name: "one_cycle_momentum",
  doc: "The momentum that goes with `one_cycle`: falls while the learning rate rises, and comes back.",
  source: "cosines from `high` to `low` over the share `rise`, then back (Smith 2018; torch OneCycleLR)",
  options: {
    high: { type: "number", min: 0, below: 1, default: 0.95, doc: "At the start and at the end." },
    low: { type: "number", min: 0, below: 1, default: 0.85, doc: "When the learning rate is at its peak." },
    rise: { type: "number", above: 0, below: 1, default: 0.3, doc: "As given to `one_cycle`." },
  },
  positional: ["high", "low"],
  value: ({ high, low, rise }, position) => oneCycleValue(high, low, high, rise, position),
  range: ({ high, low }) => [Math.min(high, low), Math.max(high, low)],
});

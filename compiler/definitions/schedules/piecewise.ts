import { defineSchedule } from "../schedule.ts";

export const piecewise = defineSchedule({
  name: "piecewise",
  doc: "Given values, each from its own epoch on: `piecewise([0.1, 0.01, 0.001], epochs: [30, 60])`.",
  source: "η_t = values[i], i the number of `epochs` that have passed",
  options: {
    values: { type: "numbers", doc: "The values, one more than `epochs`; the last holds beyond them." },
    epochs: { type: "numbers", min: 0, doc: "The epochs at which the next value begins, in rising order." },
  },
  positional: ["values", "epochs"],
  refuses({ values, epochs }) {
    if (values.length !== epochs.length + 1) {
      return `${epochs.length} changes need ${epochs.length + 1} values, not ${values.length}`;
    }
    const rising = epochs.every((epoch, i) => i === 0 || epoch > epochs[i - 1]!);
    return rising ? null : "the epochs are not in rising order";
  },
  value({ values, epochs }, { step, stepsPerEpoch }) {
    const passed = epochs.filter((epoch) => step >= epoch * stepsPerEpoch).length;
    return values[passed]!;
  },
  range: ({ values }) => [Math.min(...values), Math.max(...values)],
});

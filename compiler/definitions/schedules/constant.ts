import { defineSchedule } from "../schedule.ts";

export const constant = defineSchedule({
  name: "constant",
  doc: "The same number at every step. A plain number means this.",
  source: "η_t = value",
  options: { value: { type: "number", doc: "The number." } },
  positional: ["value"],
  value: ({ value }) => value,
  range: ({ value }) => [value, value],
});

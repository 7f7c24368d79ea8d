import { expect, it } from "vitest";
import { at, type Draft, type Json } from "./faults.ts";
import { told } from "./told.ts";

it("a metric is measured once, because results go by its name", () => {
  const again = (d: Draft) => {
    const metrics = at(d, "run").metrics as Json[];
    metrics.push(structuredClone(metrics[0]!));
  };
  expect(told(again)).toEqual(["document-duplicate-name run.metrics[1].name"]);
});

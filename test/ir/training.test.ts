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

it("an input holds a field of features, and a field has one type", () => {
  const input = (change: (input: Draft, inputs: Json[]) => void) =>
    told((d) => {
      const inputs = at(d, "network").inputs as Json[];
      change(inputs[0] as Draft, inputs);
    });
  expect(input((image) => (image.field = "imag"))).toEqual([
    "document-unknown-reference network.inputs[0].field did you mean `image`?",
  ]);
  expect(input((image) => (image.field = "label"))).toEqual(["document-wrong-field network.inputs[0].field"]);
  const again = (shape: Json) =>
    input((image, inputs) => inputs.push({ ...structuredClone(image), id: "other", shape }));
  expect(again([6, 6, 1])).toEqual([]);
  expect(again([6, 6, 2])).toEqual(["document-wrong-field network.inputs[1]"]);
});

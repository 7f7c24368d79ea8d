import { describe, expect, it } from "vitest";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import { loadExamples } from "../../runtime/data/load-examples.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { codes, field, source } from "./sources.ts";

const files = suppliedFiles({});
const fields = [field("x", "features", []), field("label", "target", [], "index")];
const spiralSource = (noisy: number, seed = 0) =>
  source("spirals", { examples: 300, arms: 3, noise: 0.02, noisy_labels: noisy, seed }, fields, {
    train: 2,
    validation: 1,
    test: 0,
  });
const load = async (noisy: number, seed?: number) =>
  (await loadDataset(spiralSource(noisy, seed), { files })).value!;

describe("spirals", () => {
  it("are points in the plane with as many classes as arms", async () => {
    const { fields: types, train, validation } = await load(0);
    expect(types).toEqual({
      x: { shape: [2], dtype: "f32", classes: null },
      label: { shape: [], dtype: "i32", classes: 3 },
    });
    expect([train.rows.length, validation!.rows.length]).toEqual([200, 100]);
    expect(Math.max(...train.fields.x!.values)).toBeLessThan(1.2);
  });

  it("have the asked share of wrong labels in the training part, and none elsewhere", async () => {
    const [clean, noisy] = [await load(0), await load(0.25)];
    const changed = (rows: Int32Array) =>
      [...rows].filter(
        (row) => clean.train.fields.label!.values[row] !== noisy.train.fields.label!.values[row],
      );
    expect(changed(noisy.train.rows).length).toBe(50);
    expect(changed(noisy.validation!.rows).length).toBe(0);
  });

  it("give no form to a file of new ones", async () => {
    const { fitted } = await load(0);
    const refused = await loadExamples(spiralSource(0), "new.csv", { files }, fitted);
    expect(codes(refused)).toEqual(["source-without-file"]);
  });

  it("are the same for a seed, and differ between seeds", async () => {
    expect((await load(0.1)).train.fields).toEqual((await load(0.1)).train.fields);
    expect((await load(0, 1)).train.fields.x!.values).not.toEqual((await load(0)).train.fields.x!.values);
  });
});

describe("arrays in memory", () => {
  const spec = source("memory", {}, [field("x", "features", []), field("y", "target", [], "onehot")]);
  it("become fields as they are, bytes and labels alike", async () => {
    const memory = {
      x: { values: Uint8Array.of(1, 2, 3, 4), shape: [2] },
      y: { values: Int32Array.of(0, 1), shape: [], label: true },
    };
    const { value } = await loadDataset(spec, { files, memory });
    expect(value!.fields.y).toEqual({ shape: [2], dtype: "f32", classes: 2 });
    expect(value!.train.fields.x!.values).toBe(memory.x.values);
  });

  it("that hold different numbers of examples, or lack a field, are refused", async () => {
    const x = { values: new Float32Array(6), shape: [2] };
    const y = { values: new Int32Array(2), shape: [], label: true };
    expect(codes(await loadDataset(spec, { files, memory: { x, y } }))).toEqual(["arrays-disagree"]);
    expect(codes(await loadDataset(spec, { files, memory: { x } }))).toEqual(["field-not-in-source"]);
  });

  it("of another size than those of the training are refused", async () => {
    const only = source("memory", {}, [field("x", "features", [])]);
    const of = (shape: readonly number[]) => ({
      files,
      memory: { x: { values: new Float32Array(6), shape } },
    });
    const { fitted } = (await loadDataset(only, of([2]))).value!;
    expect(codes(await loadExamples(only, "", of([3]), fitted))).toEqual(["field-shape"]);
  });

  it("are refused when a transform does not fit them, or a part stays empty", async () => {
    const memory = {
      x: { values: new Float32Array(2), shape: [1] },
      y: { values: new Float32Array(2), shape: [1] },
    };
    expect(codes(await loadDataset(spec, { files, memory }))).toEqual(["transform-does-not-fit"]);
    const uneven = { ...spec, split: { train: 99, validation: 1, test: 0 } };
    expect(codes(await loadDataset(uneven, { files, memory }))).toEqual(["part-empty"]);
  });
});

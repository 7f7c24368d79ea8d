import { describe, expect, it } from "vitest";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { codes, field, source } from "./sources.ts";

const files = suppliedFiles({});
const tokens = field("tokens", "features", []);
const split = { train: 2, validation: 1, test: 0 };
const specWith = (...transforms: readonly string[]) =>
  source("memory", {}, [tokens, field("next", "target", [], ...transforms)], split);

/** Three examples of two positions. */
const memoryOf = (next: readonly number[], shape: readonly number[] = [2]) => ({
  tokens: { values: Int32Array.of(0, 1, 2, 3, 4, 5), shape: [2] },
  next: { values: Int32Array.from(next), shape, label: true },
});
const load = (next: readonly number[], ...transforms: readonly string[]) =>
  loadDataset(specWith(...transforms), { files, memory: memoryOf(next) });

describe("a label at every position", () => {
  it("is an index, or a row of classes, of as many classes as any position has", async () => {
    const indices = (await load([0, 1, 2, 0, 1, 2])).value!;
    expect(indices.fields).toEqual({
      tokens: { shape: [2], dtype: "i32", classes: null },
      next: { shape: [2], dtype: "i32", classes: 3 },
    });
    const rows = (await load([0, 1, 2, 0, 1, 2], "onehot")).value!;
    expect(rows.fields.next).toEqual({ shape: [2, 3], dtype: "f32", classes: 3 });
  });

  it("is given in the form that the program takes", async () => {
    for (const transform of ["index", "onehot"]) {
      const { train, validation } = (await load([0, 1, 2, 0, 1, 2], transform)).value!;
      const as = (shape: readonly number[], dtype: "f32" | "i32") => {
        const wanted = { next: { shape, dtype } };
        return [train, validation!].map((part) =>
          Array.from(new BatchSource(part, 2, { kind: "as-stored" }, wanted).batch(0, 0).values.get("next")!),
        );
      };
      const indices = as([2], "i32");
      expect(indices.flat().sort()).toEqual([0, 0, 1, 1, 2, 2]);
      expect(as([2, 3], "f32")).toEqual(
        indices.map((part) => part.flatMap((k) => [0, 1, 2].map((i) => (i === k ? 1 : 0)))),
      );
      expect(() => as([3], "f32")).toThrow(RangeError);
    }
  });

  it("beyond the classes of the training part is refused, at whatever position", async () => {
    const { train } = (await load([0, 1, 0, 1, 0, 1])).value!;
    const last = [0, 1, 2].find((row) => !train.rows.includes(row))!;
    for (const position of [0, 1]) {
      const next = [0, 1, 0, 1, 0, 1].with(2 * last + position, 2);
      expect(codes(await load(next))).toEqual(["label-out-of-range"]);
    }
    expect(codes(await load([0, -1, 0, 1, 0, 1]))).toEqual(["label-out-of-range"]);
  });

  it("of another length than the network was trained on is refused", async () => {
    const { fitted } = (await load([0, 1, 2, 0, 1, 2])).value!;
    const memory = {
      ...memoryOf([0, 1, 2], [1]),
      next: { values: new Int32Array(9), shape: [3], label: true },
    };
    expect(codes(await loadDataset(specWith(), { files, memory }, fitted))).toEqual(["field-shape"]);
  });
});

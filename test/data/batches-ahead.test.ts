import { expect, test, vi } from "vitest";
import type { FieldType } from "../../compiler/ir/model.ts";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import { BatchesAhead } from "../../runtime/data/batches-ahead.ts";
import type { Part } from "../../runtime/data/dataset.ts";

const type: FieldType = { shape: [1], dtype: "f32" };
const part: Part = {
  fields: {
    x: {
      type: { ...type, classes: null },
      values: Float32Array.from({ length: 5 }, (_, i) => i),
      encoding: { kind: "affine", scale: 1, offset: 0 },
    },
  },
  rows: Int32Array.of(0, 1, 2, 3, 4),
};

const source = () => new BatchSource(part, 2, { kind: "as-stored" }, { x: type });
const numbers = (batches: BatchesAhead) => [...batches.take().values.get("x")!];

test("a batch holds while the next one is made, and comes out as if it had not been made ahead", () => {
  const batches = new BatchesAhead(source(), 0, 0);
  const first = batches.take().values.get("x")!;
  batches.prepare();
  batches.prepare();
  expect([...first]).toEqual([0, 1]);
  expect(numbers(batches)).toEqual([2, 3]);
  expect(numbers(batches)).toEqual([4]);
  batches.prepare();
  expect(batches.isDone).toBe(true);
  expect(() => batches.take()).toThrow(RangeError);
});

test("a batch that cannot be made ahead throws when it is taken, and not before", () => {
  const failing = source();
  const batches = new BatchesAhead(failing, 0, 0);
  const made = vi.spyOn(failing, "batch").mockImplementation(() => {
    throw new RangeError("no memory");
  });
  batches.prepare();
  expect(made).toHaveBeenCalledTimes(1);
  expect(() => batches.take()).toThrow("no memory");
  made.mockRestore();
  expect(numbers(batches)).toEqual([0, 1]);
});

test("says which batch comes next", () => {
  const batches = new BatchesAhead(source(), 3, 1);
  expect(batches.isAt(3, 1)).toBe(true);
  batches.take();
  expect(batches.isAt(3, 1)).toBe(false);
  expect(batches.isAt(3, 2)).toBe(true);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import type { Part } from "../../runtime/data/dataset.ts";
import { splitRows } from "../../runtime/data/split.ts";

const wanted = { id: { shape: [], dtype: "i32" } } as const;
function part(rows: number): Part {
  const values = Int32Array.from({ length: rows }, (_, row) => row);
  const type = { shape: [], dtype: "i32", classes: null } as const;
  return {
    fields: { id: { type, values, encoding: { kind: "affine", scale: 1, offset: 0 } } },
    rows: values,
  };
}
const epochOf = (source: BatchSource, epoch: number): number[] =>
  Array.from({ length: source.count }, (_, index) => [
    ...source.batch(epoch, index).values.get("id")!,
  ]).flat();
const ascending = (rows: readonly number[]): number[] => [...rows].sort((a, b) => a - b);

const rowCount = fc.integer({ min: 1, max: 200 });

describe("batches", () => {
  it("hold every example exactly once an epoch, the last smaller one included", () => {
    fc.assert(
      fc.property(
        rowCount,
        fc.integer({ min: 1, max: 50 }),
        fc.nat(5),
        fc.nat(),
        (rows, size, epoch, seed) => {
          const source = new BatchSource(part(rows), size, { kind: "shuffled", seed }, wanted);
          expect(ascending(epochOf(source, epoch))).toEqual(Array.from({ length: rows }, (_, row) => row));
          expect(source.batch(epoch, source.count - 1).size).toBe(rows % size || Math.min(size, rows));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("are a function of seed, epoch and index, whatever was read before", () => {
    const source = new BatchSource(part(100), 7, { kind: "shuffled", seed: 3 }, wanted);
    const straight = epochOf(source, 4);
    const jumping = new BatchSource(part(100), 7, { kind: "shuffled", seed: 3 }, wanted);
    jumping.batch(9, 1);
    expect([...jumping.batch(4, 2).values.get("id")!]).toEqual(straight.slice(14, 21));
    expect(epochOf(jumping, 5)).not.toEqual(straight);
    expect(epochOf(new BatchSource(part(100), 7, { kind: "shuffled", seed: 4 }, wanted), 4)).not.toEqual(
      straight,
    );
  });

  it("reuse their memory from one to the next", () => {
    const source = new BatchSource(part(10), 4, { kind: "as-stored" }, wanted);
    const [first, second, third] = [0, 1, 2].map((index) => source.batch(0, index).values.get("id")!.buffer);
    expect(third).toBe(first);
    expect(second).not.toBe(first);
  });

  it("give a label in the form that the program takes", () => {
    const label: Part = {
      fields: {
        y: {
          type: { shape: [3], dtype: "f32", classes: 3 },
          values: Uint8Array.of(2, 0),
          encoding: { kind: "one-hot" },
        },
      },
      rows: Int32Array.of(0, 1),
    };
    const as = (shape: readonly number[], dtype: "f32" | "i32") =>
      new BatchSource(label, 2, { kind: "as-stored" }, { y: { shape, dtype } }).batch(0, 0).values.get("y");
    expect(as([3], "f32")).toEqual(Float32Array.of(0, 0, 1, 1, 0, 0));
    expect(as([], "i32")).toEqual(Int32Array.of(2, 0));
    expect(as([1], "f32")).toEqual(Float32Array.of(2, 0));
    expect(() => as([4], "f32")).toThrow(RangeError);
  });
});

describe("a split", () => {
  it("gives every row to exactly one part, in the shares asked for", () => {
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(rowCount, share, share, fc.nat(), (rows, validation, test, seed) => {
        const shares = { train: 100, validation, test };
        const parts = splitRows(rows, shares, seed);
        const all = [...parts.train, ...parts.validation, ...parts.test];
        expect(ascending(all)).toEqual(Array.from({ length: rows }, (_, row) => row));
        expect(
          Math.abs(parts.validation.length - (rows * validation) / (100 + validation + test)),
        ).toBeLessThan(1);
      }),
      { numRuns: 50 },
    );
  });

  it("stays the same for a seed, and differs between seeds", () => {
    const shares = { train: 8, validation: 1, test: 1 };
    expect(splitRows(50, shares, 1)).toEqual(splitRows(50, shares, 1));
    expect(splitRows(50, shares, 1).test).not.toEqual(splitRows(50, shares, 2).test);
  });
});

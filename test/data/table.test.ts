import { describe, expect, it } from "vitest";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import type { Dataset } from "../../runtime/data/dataset.ts";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import { loadExamples } from "../../runtime/data/load-examples.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { text } from "./bytes.ts";
import { codes, field, loadText, source } from "./sources.ts";

function rowsOf({ fields, train }: Dataset, name: string): number[] {
  const batches = new BatchSource(train, train.rows.length, { kind: "as-stored" }, { [name]: fields[name]! });
  return [...batches.batch(0, 0).values.get(name)!];
}

describe("tables", () => {
  it("put numbers and one-hot categories side by side, categories in order", async () => {
    const { value } = await loadText("a,b,c\n1,red,0.5\n3,blue,-1e1\n", [
      field("x", "features", ["a", "b", "c"], "standardize", "onehot"),
    ]);
    expect(value!.fields.x).toEqual({ shape: [4], dtype: "f32", classes: null });
    expect(rowsOf(value!, "x")).toEqual([-1, 0, 1, 1, 1, 1, 0, -1]);
  });

  it("sort classes that are numbers by value and leave a class index as an integer", async () => {
    const { value } = await loadText("x,y\n1,10\n1,9\n1,2\n", [field("y", "target", ["y"], "index")]);
    expect(value!.fields.y).toEqual({ shape: [], dtype: "i32", classes: 3 });
    expect(rowsOf(value!, "y")).toEqual([2, 1, 0]);
  });

  it("are read with given names, skipped lines, comments, quotes and another delimiter", async () => {
    const { value, diagnostics } = await loadText(
      '3 rows\n# a comment\n"1;0" ; 2\n\n3;4\r\n',
      [field("x", "features", ["first", "second"], "index")],
      { header: false, skip: 1, delimiter: ";", comment: "#", columns: ["first", "second"] },
    );
    expect(diagnostics).toEqual([]);
    expect(value!.train.rows.length).toBe(2);
  });

  it("keep a word in a numeric column from becoming a category", async () => {
    const result = await loadText("a\n1\n2\noops\n", [field("x", "features", ["a"], "onehot")]);
    expect(result.diagnostics[0]!.message).toBe("`t.csv`, line 4, column `a`: `oops` is not a number");
  });

  it.each([
    ["median", 2],
    ["mean", 4],
    ["most_frequent", 1],
    ["zero", 0],
  ])("fill a missing number with the training part's %s", async (policy, filled) => {
    const { value } = await loadText("a,b\n1,0\n1,0\nNA,0\n3,0\n11,0\n", [
      field("x", "features", ["a"], policy),
    ]);
    expect(rowsOf(value!, "x")[2]).toBe(filled);
  });

  it("leave out rows that miss a value when told to drop them", async () => {
    const { value } = await loadText("a,b\n1,?\n2,5\nNA,6\n", [field("x", "features", ["a"], "drop")]);
    expect(rowsOf(value!, "x")).toEqual([1, 2]);
  });

  it("apply transforms of numbers one after another", async () => {
    const double = { name: "scale", options: { factor: -2 } };
    const load = async (...transforms: Parameters<typeof field>[3][]) =>
      rowsOf((await loadText("a\n1\n3\n5\n", [field("x", "features", ["a"], ...transforms)])).value!, "x");
    expect(await load("minmax", double)).toEqual([0, -1, -2]);
    expect(await load(double, "minmax")).toEqual([1, 0.5, 0]);
    expect(await load("minmax", double, "minmax")).toEqual([1, 0.5, 0]);
  });

  it("fit statistics on the training part alone", async () => {
    const content = `a\n${Array.from({ length: 20 }, (_, row) => row * row).join("\n")}\n`;
    const split = { train: 50, validation: 25, test: 25 };
    const { value } = await loadText(content, [field("x", "features", ["a"], "minmax")], {}, split);
    const scaled = rowsOf(value!, "x");
    expect(Math.min(...scaled)).toBe(0);
    expect(Math.max(...scaled)).toBe(1);
    expect([value!.validation!.rows.length, value!.test!.rows.length]).toEqual([5, 5]);
  });

  it("read a new file by the statistics that were fitted, through JSON, without its target", async () => {
    const fields = [
      field("x", "features", ["a", "b"], "standardize", "onehot"),
      field("y", "target", ["y"], "index"),
    ];
    const { value } = await loadText("a,b,y\n0,p,no\n10,q,yes\n", fields);
    const fitted = JSON.parse(JSON.stringify(value!.fitted.filter(({ role }) => role === "features")));
    const files = suppliedFiles({ "new.csv": text("b,a\nq,15\nz,5\n") });
    const examples = await loadExamples(
      source("csv", { path: "old.csv" }, fields),
      "new.csv",
      { files },
      fitted,
    );
    expect([...(examples.value!.fields.x!.values as Float32Array)]).toEqual([2, 0, 1, 0, 0, 0]);
    expect(codes(examples)).toEqual(["unseen-category"]);
  });

  it("read a new file without the target where the spec names the columns", async () => {
    const fields = [
      field("x", "features", ["a", "b"]),
      field("y", "target", ["y"], "index"),
      field("id", "target", ["b"]),
    ];
    const options = { header: false, columns: ["y", "a", "b"] };
    const { value } = await loadText("no,0,1\nyes,10,2\n", fields, options);
    const fitted = value!.fitted.filter(({ role }) => role === "features");
    const read = async (table: string) =>
      loadExamples(
        source("csv", options, fields),
        "new.csv",
        { files: suppliedFiles({ "new.csv": text(table) }) },
        fitted,
      );
    const numbers = async (table: string) => [...(await read(table)).value!.fields.x!.values];
    expect(await numbers("5,6\n7,8\n")).toEqual([5, 6, 7, 8]);
    expect(await numbers("no,5,6\nno,7,8\n")).toEqual([5, 6, 7, 8]);
    const { diagnostics } = await read("5\n7\n");
    expect(diagnostics).toMatchObject([{ code: "table-column-count" }]);
    expect(diagnostics[0]!.message).toContain("3 column names");
  });

  it("refuse a class that training never saw, but only warn of such a category", async () => {
    const rows = Array.from({ length: 8 }, (_, row) => `k${row},1`).join("\n");
    const split = { train: 6, validation: 2, test: 0 };
    const asLabel = await loadText(`a,b\n${rows}\n`, [field("y", "target", ["a"], "onehot")], {}, split);
    const asFeature = await loadText(`a,b\n${rows}\n`, [field("x", "features", ["a"], "onehot")], {}, split);
    expect(codes(asLabel)).toEqual(["unseen-class"]);
    expect(codes(asFeature)).toEqual(["unseen-category"]);
    expect(asFeature.value!.fields.x!.shape).toEqual([6]);
  });

  it("use the same numbers when loaded again with the statistics of a checkpoint", async () => {
    const fields = [field("x", "features", ["a"], "standardize")];
    const files = suppliedFiles({ "t.csv": text("a\n1\n2\n4\n") });
    const spec = source("csv", { path: "t.csv" }, fields);
    const first = await loadDataset(spec, { files });
    const again = await loadDataset(spec, { files }, JSON.parse(JSON.stringify(first.value!.fitted)));
    expect(again.value!.train.fields.x!.values).toEqual(first.value!.train.fields.x!.values);
  });

  const numbers = field("x", "features", ["a"]);
  it.each([
    ["an empty file", "", {}, "table-empty"],
    ["a header alone", "a,b\n", {}, "table-empty"],
    ["a ragged row", "a,b\n1,2\n3\n", {}, "table-ragged-row"],
    ["a column twice", "a,b,a\n1,2,3\n", {}, "table-duplicate-column"],
    ["a quote never closed", 'a,b\n1,"2\n', {}, "table-malformed"],
    ["bytes that are no text", "a\n1\n", { encoding: "latin" }, "table-malformed"],
    ["an unknown column", "aa,b\n1,2\n", {}, "unknown-column"],
    ["too many given names", "1,2\n", { header: false, columns: ["a", "b", "c"] }, "table-column-count"],
    ["missing values and no policy", "a,b\n1,2\n,3\n", {}, "missing-values"],
    ["no value at all", "a,b\n,2\nNA,3\n", {}, "column-without-values"],
    ["categories and no coding", "a\nred\nblue\n", {}, "categories-without-transform"],
  ])("with %s are refused", async (what, content, options, code) => {
    const damaged = what === "bytes that are no text" ? Uint8Array.of(97, 10, 0xff, 0xfe) : text(content);
    const spec = source("csv", { path: "t.csv", ...options }, [numbers]);
    const result = await loadDataset(spec, { files: suppliedFiles({ "t.csv": damaged }) });
    expect(codes(result)).toEqual([code]);
  });

  it("name the line of a ragged row and the column that was probably meant", async () => {
    const ragged = await loadText("a,b\n1,2\n\n3\n", [numbers]);
    expect(ragged.diagnostics[0]!.message).toBe(
      "`t.csv`, line 4: the row has 1 field, the table has 2 columns",
    );
    const latin = Uint8Array.of(...text("a,b\n1,2\né,3\n"), 0xe9, 0x2c, 0x34);
    const spec = source("csv", { path: "t.csv" }, [numbers]);
    const { diagnostics } = await loadDataset(spec, { files: suppliedFiles({ "t.csv": latin }) });
    expect(diagnostics[0]!.message).toBe("`t.csv`, line 4: the file is not text in UTF-8");
    const unknown = await loadText("width,height\n1,2\n", [field("x", "features", ["widht"])]);
    expect(unknown.diagnostics[0]!.hint).toBe("did you mean `width`?");
    const semicolons = await loadText("a;b\n1;2\n", [numbers]);
    expect(semicolons.diagnostics[0]!.hint).toContain('`delimiter: ";"`');
  });
});

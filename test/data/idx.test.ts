import { describe, expect, it } from "vitest";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import { loadIdx } from "../../runtime/data/load-idx.ts";
import { gzip, idx, text, tinyImages } from "./bytes.ts";
import { codes, field, source } from "./sources.ts";

const images = "tiny/train-images-idx3-ubyte";
const labels = "tiny/train-labels-idx1-ubyte";
const fields = [
  field("image", "features", [], { name: "scale", options: { factor: 1 / 255 } }),
  field("label", "target", [], "onehot"),
];
const spec = source("idx", { path: "tiny" }, fields);

describe("idx files", () => {
  it("give images with one channel and one-hot labels, plain and gzipped alike", async () => {
    const { value } = await loadDataset(spec, { files: tinyImages() });
    expect(value?.fields).toEqual({
      image: { shape: [2, 1, 1], dtype: "f32", classes: null },
      label: { shape: [3], dtype: "f32", classes: 3 },
    });
    const batch = new BatchSource(value!.test!, 2, { kind: "as-stored" }, value!.fields).batch(0, 0);
    expect(batch.values.get("image")).toEqual(Float32Array.of(1 / 255, 2 / 255, 3 / 255, 4 / 255));
    expect(batch.values.get("label")).toEqual(Float32Array.of(0, 0, 1, 1, 0, 0));
  });

  it("keep bytes as bytes in memory", async () => {
    const { value } = await loadDataset(spec, { files: tinyImages() });
    expect(value!.train.fields.image!.values).toBeInstanceOf(Uint8Array);
  });

  it("are standardised by the statistics of the training part", async () => {
    const standardized = source("idx", { path: "tiny" }, [field("image", "features", [], "standardize")]);
    const { value } = await loadDataset(standardized, { files: tinyImages() });
    const batch = new BatchSource(value!.train, 4, { kind: "as-stored" }, value!.fields).batch(0, 0);
    const numbers = [...batch.values.get("image")!];
    const mean = numbers.reduce((sum, x) => sum + x, 0) / 8;
    const variance = numbers.reduce((sum, x) => sum + x * x, 0) / 8;
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 5);
  });

  const good = idx([4, 2, 1], [0, 10, 20, 30, 40, 50, 60, 255]);
  const packed = gzip(good);
  const flipped = packed.map((byte, at) => (at === packed.length - 6 ? byte ^ 1 : byte));
  it.each([
    ["a web page", { [images]: text("<html>not found</html>") }, "idx-wrong-magic", "3c 68 74 6d"],
    ["an empty file", { [images]: new Uint8Array() }, "idx-wrong-magic", "nothing"],
    [
      "floats",
      { [images]: good.map((byte, at) => (at === 2 ? 13 : byte)) },
      "idx-element-type",
      "32-bit floats",
    ],
    [
      "a cut file",
      { [images]: good.slice(0, -3) },
      "idx-wrong-length",
      "24 bytes with its header, and has 21",
    ],
    [
      "a cut header",
      { [images]: good.slice(0, 10) },
      "idx-wrong-length",
      "16 bytes were expected, and there are 10",
    ],
    ["something appended", { [images]: Uint8Array.from([...good, 7]) }, "idx-wrong-length", "has 25"],
    ["fewer labels", { [labels]: idx([3], [0, 1, 2]) }, "idx-counts-disagree", "4 images"],
    ["labels in place of images", { [images]: idx([4], [0, 1, 2, 1]) }, "idx-wrong-rank", "1 dimensions"],
    ["images of two sizes", { [images]: idx([4, 1, 1], [1, 2, 3, 4]) }, "idx-shapes-disagree", "1 x 1 x 1"],
    ["a cut gzip file", { [images]: packed.slice(0, -9) }, "gzip-damaged", "unexpected end of file"],
    ["a changed gzip file", { [images]: flipped }, "gzip-damaged", "incorrect data check"],
  ])("that hold %s are refused, with the file's name", async (_, files, code, words) => {
    const result = await loadIdx(tinyImages(files), "tiny");
    expect(codes(result)).toEqual([code]);
    expect(result.diagnostics[0]!.message).toContain(words);
    expect(result.diagnostics[0]!.message).toContain("tiny/train-");
  });

  it("with a test label that training never had are refused", async () => {
    const files = tinyImages({ "tiny/t10k-labels-idx1-ubyte": idx([2], [2, 9]) });
    const result = await loadDataset(spec, { files });
    expect(result.diagnostics[0]!.message).toBe(
      "`tiny/t10k-labels-idx1-ubyte`: label 1 is 9; with 3 classes, labels are 0 to 2",
    );
  });

  it("that are missing are reported all at once, with the places looked at", async () => {
    const result = await loadIdx(tinyImages(), "absent");
    expect(codes(result)).toEqual(new Array(4).fill("data-file-missing"));
    expect(result.diagnostics[0]!.hint).toContain("`absent/train-images-idx3-ubyte.gz`");
  });

  it("have a test part of their own, which a split does not get to replace", async () => {
    const split = { train: 0.5, validation: 0.25, test: 0.25 };
    const result = await loadDataset({ ...spec, split }, { files: tinyImages() });
    expect(codes(result)).toEqual(["split-has-test"]);
  });
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import type { MemoryField } from "../../runtime/data/load-memory.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { gzip, idx, text } from "./bytes.ts";
import { field, loadText, source } from "./sources.ts";

afterEach(() => vi.unstubAllGlobals());

const image = field("image", "features", []);
const label = field("label", "target", [], "index");

async function ofMemory(memory: Record<string, MemoryField>) {
  const loaded = await loadDataset(source("memory", {}, [image, label]), {
    files: suppliedFiles({}),
    memory,
  });
  return loaded.value!.fingerprint;
}

const memory = {
  image: { values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), shape: [2] },
  label: { values: Int32Array.of(0, 1, 0, 1), shape: [], label: true },
};

async function ofImages(train: readonly number[], test: readonly number[]) {
  const files = suppliedFiles({
    "i/train-images-idx3-ubyte": idx([2, 1, 2], train),
    "i/train-labels-idx1-ubyte": idx([2], [0, 1]),
    "i/t10k-images-idx3-ubyte": idx([1, 1, 2], test),
    "i/t10k-labels-idx1-ubyte": gzip(idx([1], [1])),
  });
  const loaded = await loadDataset(source("idx", { path: "i" }, [image, label]), { files });
  return loaded.value!.fingerprint;
}

const columns = [field("x", "features", ["a", "b"]), field("y", "target", ["y"])];
const ofTable = async (content: string) => (await loadText(content, columns)).value!.fingerprint;

async function ofText(content: string) {
  const tokens = [field("tokens", "features", []), field("next", "target", [])];
  const files = suppliedFiles({ "t.txt": text(content) });
  const loaded = await loadDataset(source("text", { path: "t.txt", length: 3, stride: 1 }, tokens), {
    files,
  });
  return loaded.value!.fingerprint;
}

describe("the fingerprint of data", () => {
  test("is of every value, and of the shape, of arrays in memory", async () => {
    const own = await ofMemory(memory);
    expect(own.examples).toBe(4);
    expect(await ofMemory({ label: memory.label, image: { ...memory.image } })).toEqual(own);
    for (let place = 0; place < 8; place++) {
      const values = memory.image.values.with(place, 9);
      expect(await ofMemory({ ...memory, image: { values, shape: [2] } })).not.toEqual(own);
    }
    expect(await ofMemory({ ...memory, image: { ...memory.image, shape: [2, 1] } })).not.toEqual(own);
    const labels = { ...memory.label, values: Int32Array.of(0, 1, 1, 1) };
    expect(await ofMemory({ ...memory, label: labels })).not.toEqual(own);
  });

  test("covers the files of both parts of images", async () => {
    const own = await ofImages([1, 2, 3, 4], [5, 6]);
    expect(own.examples).toBe(3);
    expect(await ofImages([1, 2, 3, 4], [5, 6])).toEqual(own);
    expect(await ofImages([1, 2, 3, 5], [5, 6])).not.toEqual(own);
    expect(await ofImages([1, 2, 3, 4], [5, 7])).not.toEqual(own);
  });

  test("is of the columns that a table is read for", async () => {
    const own = await ofTable("a,b,y\n1,2,3\n4,5,6\n");
    expect(await ofTable("y,b,note,a\r\n3,2,x,1\r\n6,5,z,4\r\n")).toEqual(own);
    expect(await ofTable("a,b,y\n1,2,3\n4,5,7\n")).not.toEqual(own);
    expect(await ofTable("a,b,y\n4,5,6\n1,2,3\n")).not.toEqual(own);
    expect(await ofTable("a,b,y\n12,2,3\n4,5,6\n")).not.toEqual(await ofTable("a,b,y\n1,2,3\n24,5,6\n"));
  });

  test("is of every character of a text", async () => {
    const own = await ofText("abcabcabc");
    expect(own.examples).toBe(6);
    expect(await ofText("abcabcabb")).not.toEqual(own);
    expect(await ofText("abcabcabca")).not.toEqual(own);
  });

  test("is the same where the platform has no hash of its own", async () => {
    const own = await ofMemory(memory);
    vi.stubGlobal("crypto", undefined);
    expect(await ofMemory(memory)).toEqual(own);
  });
});

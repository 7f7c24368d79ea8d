import { describe, expect, it } from "vitest";
import type { DataSource } from "../../compiler/ir/model.ts";
import { BatchSource } from "../../runtime/data/batch-source.ts";
import type { Part } from "../../runtime/data/dataset.ts";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import { loadExamples } from "../../runtime/data/load-examples.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { gzip, text } from "./bytes.ts";
import { codes, field, source } from "./sources.ts";

const fields = [field("tokens", "features", []), field("next", "target", [])];
const thirds = { train: 1, validation: 1, test: 1 };

function specWith(options: DataSource["options"], split?: DataSource["split"], own = fields) {
  return source("text", { path: "t.txt", stride: null, ...options }, own, split);
}

function load(
  content: string | Uint8Array,
  options: DataSource["options"],
  split?: DataSource["split"],
  own = fields,
) {
  const bytes = typeof content === "string" ? text(content) : content;
  return loadDataset(specWith(options, split, own), { files: suppliedFiles({ "t.txt": bytes }) });
}

/** The windows of a part as text. */
function read(part: Part | null, name: string, vocabulary: string): string[] {
  if (part === null) return [];
  const values = part.fields[name]!;
  const [length] = values.type.shape as [number];
  const wanted = { [name]: { shape: [length], dtype: "i32" } as const };
  const batch = new BatchSource(part, part.rows.length, { kind: "as-stored" }, wanted).batch(0, 0);
  const characters = Array.from(batch.values.get(name)!, (index) => [...vocabulary][index]);
  return Array.from(part.rows, (_, place) => characters.slice(place * length, (place + 1) * length).join(""));
}

describe("a text", () => {
  it("gives windows and the characters that follow, as indices into its own characters", async () => {
    const { value } = await load("hello, world", { length: 3 });
    expect(value?.fields).toEqual({
      tokens: { shape: [3], dtype: "i32", classes: 9 },
      next: { shape: [3], dtype: "i32", classes: 9 },
    });
    const vocabulary = " ,dehlorw";
    expect(value?.fitted.map((one) => one.kind === "text" && one.vocabulary.join(""))).toEqual([
      vocabulary,
      vocabulary,
    ]);
    expect(read(value!.train, "tokens", vocabulary)).toEqual(["hel", "lo,", " wo"]);
    expect(read(value!.train, "next", vocabulary)).toEqual(["ell", "o, ", "wor"]);
  });

  it("is read by code points, packed or not, and windows may overlap", async () => {
    const { value } = await load(gzip(text("a😀é😀b")), { length: 2, stride: 1 });
    expect(read(value!.train, "tokens", "abé😀")).toEqual(["a😀", "😀é", "é😀"]);
    expect(read(value!.train, "next", "abé😀")).toEqual(["😀é", "é😀", "😀b"]);
  });

  it("of more than 256 characters keeps them apart", async () => {
    const content = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
    const { value } = await load(content, { length: 299 });
    expect(read(value!.train, "next", content)).toEqual([content.slice(1)]);
  });

  it("can be given one-hot, for networks without an embedding", async () => {
    const onehot = [field("tokens", "features", [], "onehot"), fields[1]!];
    const { value } = await load("aba", { length: 2 }, undefined, onehot);
    expect(value!.fields.tokens).toEqual({ shape: [2, 2], dtype: "f32", classes: 2 });
    const batch = new BatchSource(value!.train, 1, { kind: "as-stored" }, value!.fields).batch(0, 0);
    expect([...batch.values.get("tokens")!]).toEqual([1, 0, 0, 1]);
    expect([...batch.values.get("next")!]).toEqual([1, 0]);
  });

  it.each([3, 1, 5])("is cut into parts that share no character, at a stride of %i", async (stride) => {
    const content = Array.from({ length: 90 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
    const { value } = await load(content, { length: 3, stride }, thirds);
    const seen = [value!.train, value!.validation, value!.test].map(
      (part) => new Set(["tokens", "next"].flatMap((name) => read(part, name, content).join("").split(""))),
    );
    for (const part of seen) expect(part.size).toBeGreaterThan(18);
    const order = seen.flatMap((part) => [...part].sort());
    expect(new Set(order).size).toBe(order.length);
    expect(order).toEqual(order.toSorted());
    // Only windows that reach over a cut are lost: at most a window and a stride of text at each.
    expect(order.length).toBeGreaterThanOrEqual(90 - 2 * (3 + stride) - stride);
  });

  it("that was trained on gives the indices of new texts, which need no character behind the last", async () => {
    const trained = await load("hello, world", { length: 3 });
    const fitted = trained.value!.fitted.filter(({ role }) => role === "features");
    const files = suppliedFiles({ "new.txt": text("old"), "odd.txt": text("her\nlow key") });
    const spec = specWith({ length: 3 });
    const part = await loadExamples(spec, "new.txt", { files }, fitted);
    expect(read(part.value, "tokens", " ,dehlorw")).toEqual(["old"]);
    const refused = await loadExamples(spec, "odd.txt", { files }, fitted);
    expect(refused.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        "character-not-in-vocabulary",
        '`odd.txt`, line 1: the network was trained without the character "\\n" (U+000A)',
      ],
    ]);
  });

  it.each([
    [
      "a text that is too short",
      "abc",
      { length: 3 },
      "text-too-short",
      "3 characters, and one window takes 4",
    ],
    ["bytes that are no UTF-8", Uint8Array.of(97, 0xff, 98, 99), { length: 1 }, "text-not-utf8", "UTF-8"],
    ["no file", "abc", { length: 1, path: "u.txt" }, "data-file-missing", "u.txt"],
  ] as const)("refuses %s", async (_, content, options, code, words) => {
    const { value, diagnostics } = await load(content, options);
    expect(value).toBeNull();
    expect(codes({ diagnostics })).toEqual([code]);
    expect(diagnostics[0]!.message).toContain(words);
  });

  it("refuses windows that no memory holds, and parts that get none", async () => {
    const long = "ab".repeat(60_000);
    expect(codes(await load(long, { length: 60_000, stride: 1 }))).toEqual(["text-windows-too-large"]);
    expect(codes(await load("abcdefg", { length: 3 }, { train: 1, validation: 1, test: 0 }))).toEqual([
      "part-empty",
    ]);
  });

  it("refuses what only numbers take", async () => {
    const scaled = [field("tokens", "features", [], "standardize"), fields[1]!];
    expect(codes(await load("hello", { length: 2 }, undefined, scaled))).toEqual(["transform-does-not-fit"]);
  });
});

import { describe, expect, it } from "vitest";
import { checkIdentity } from "../../runtime/checkpoint/check-identity.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../runtime/checkpoint/encode-checkpoint.ts";
import { writeSafetensors } from "../../runtime/checkpoint/write-safetensors.ts";
import { codes } from "../data/sources.ts";
import { sampleCheckpoint } from "./tensors.ts";

describe("checkpoints", () => {
  it("give back the whole run, every double and every bit of a weight", () => {
    const written = sampleCheckpoint();
    expect(decodeCheckpoint("c", encodeCheckpoint(written))).toEqual({ value: written, diagnostics: [] });
  });

  it("are refused when any one byte has changed", () => {
    const bytes = encodeCheckpoint(sampleCheckpoint());
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      expect(decodeCheckpoint("c", changed).value).toBeNull();
    }
  });

  it("are refused when cut anywhere", () => {
    const bytes = encodeCheckpoint(sampleCheckpoint());
    for (let length = 0; length < bytes.length; length += 7) {
      expect(codes(decodeCheckpoint("c", bytes.slice(0, length)))).toEqual(["checkpoint-damaged"]);
    }
  });

  it("of other programs and versions are refused", () => {
    const other = writeSafetensors({ metadata: { format: "pt" }, tensors: new Map() });
    const later = writeSafetensors({ metadata: { format: "regnet", version: "9" }, tensors: new Map() });
    expect(codes(decodeCheckpoint("c", other))).toEqual(["checkpoint-version"]);
    expect(decodeCheckpoint("c", later).diagnostics[0]!.message).toContain("format version 9");
  });

  it.each([
    ["another spec", { model: "cd34" }, [], "the spec has changed"],
    ["another seed", { seed: 8 }, [], "its seed is 7, and not 8"],
    ["more data", { data: { examples: 31, sha256: "ab" } }, [], "there are 31 examples, and there were 30"],
    ["changed data", { data: { examples: 30, sha256: "ab" } }, [], "of the 30 examples some are others"],
    ["another backend", { backend: "wasm" }, [], "it ran on cpu, and not on wasm"],
    ["a tensor it lacks", {}, [{ name: "b", shape: [1] }], "it has no tensor `b`"],
    ["another shape", {}, [{ name: "counts", shape: [4] }], "`counts` is [3] in it, and [4] in the spec"],
  ])("do not fit %s", (_, change, shapes, words) => {
    const checkpoint = sampleCheckpoint();
    const wanted = { ...checkpoint.run, ...change };
    expect(checkIdentity("c", checkpoint, wanted, shapes)?.message).toContain(words);
    expect(checkIdentity("c", checkpoint, checkpoint.run, [{ name: "counts", shape: [3] }])).toBeNull();
  });

  it("of a version that kept no fingerprint go on with any data", () => {
    const { run, ...checkpoint } = sampleCheckpoint();
    const { data, ...older } = run;
    const read = decodeCheckpoint("c", encodeCheckpoint({ ...checkpoint, run: older })).value!;
    expect(read.run.data).toBeUndefined();
    expect(checkIdentity("c", read, run, [])).toBeNull();
  });
});

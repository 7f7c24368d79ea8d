import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DamagedTensors, readSafetensors } from "../../runtime/checkpoint/read-safetensors.ts";
import type { StoredTensor, TensorFile } from "../../runtime/checkpoint/safetensors.ts";
import { writeSafetensors } from "../../runtime/checkpoint/write-safetensors.ts";

const tensor: fc.Arbitrary<StoredTensor> = fc
  .oneof(fc.float32Array(), fc.int32Array(), fc.uint8Array())
  .map((values) => ({ shape: [values.length], values }));
const name = fc
  .string()
  .filter((text) => text !== "__metadata__" && text !== "__proto__" && !/^\d+$/.test(text));
const file: fc.Arbitrary<TensorFile> = fc.record({
  metadata: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
  tensors: fc.array(fc.tuple(name, tensor)).map((entries) => new Map(entries)),
});

/** A file with this header and so many bytes of data. */
function fileOf(header: string, dataLength: number, headerLength = header.length): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(new TextEncoder().encode(header), 8);
  return bytes;
}
const entry = (dtype: string, shape: string, start: number, end: number) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${start},${end}]}`;

describe("safetensors files", () => {
  it("give back every name, shape and bit that was written", () => {
    fc.assert(
      fc.property(file, (written) => {
        const read = readSafetensors(writeSafetensors(written));
        expect(read.metadata).toEqual(written.metadata);
        expect(new Map([...read.tensors].sort())).toEqual(new Map([...written.tensors].sort()));
      }),
      { numRuns: 100 },
    );
  });

  it("start their tensors at a multiple of eight bytes", () => {
    const bytes = writeSafetensors({ metadata: { a: "b" }, tensors: new Map() });
    expect(bytes.length % 8).toBe(0);
  });

  const good = `{"a":${entry("F32", "[2]", 0, 8)}}`;
  it.each([
    ["too short for a header", new Uint8Array(5), "it has 5 bytes, too few for a header"],
    ["cut in its header", fileOf(good, 8, 1000), "its header has 1000 bytes, and there is room for"],
    ["headed by an absurd length", fileOf(good, 8, 2 ** 52), "its header has"],
    ["without JSON", fileOf("{not json", 0), "its header is no JSON object"],
    ["headed by a list", fileOf("[1]", 0), "its header is no JSON object"],
    ["cut in its tensors", fileOf(good, 7), "its tensors take 8 bytes, and there are 7"],
    ["too long", fileOf(good, 9), "its tensors take 8 bytes, and there are 9"],
    ["of an unknown type", fileOf(`{"a":${entry("F99", "[2]", 0, 8)}}`, 8), "tensor `a` has the type F99"],
    ["of another size than its shape", fileOf(`{"a":${entry("F32", "[3]", 0, 8)}}`, 8), "asks for 12"],
    ["of a negative shape", fileOf(`{"a":${entry("F32", "[-2]", 0, 8)}}`, 8), "tensor `a` has no shape"],
    ["without places", fileOf('{"a":{"dtype":"F32","shape":[2]}}', 8), "tensor `a` has no place in the file"],
    [
      "with a gap",
      fileOf(`{"a":${entry("U8", "[2]", 2, 4)}}`, 4),
      "tensor `a` starts at byte 2 and not at 0",
    ],
    [
      "with an overlap",
      fileOf(`{"a":${entry("U8", "[3]", 0, 3)},"b":${entry("U8", "[2]", 2, 4)}}`, 4),
      "tensor `b` starts at byte 2 and not at 3",
    ],
    [
      "with metadata that are no strings",
      fileOf('{"__metadata__":{"a":1}}', 0),
      "its metadata are not strings",
    ],
  ])("that are %s are refused", (_, bytes, words) => {
    expect(() => readSafetensors(bytes)).toThrow(DamagedTensors);
    expect(() => readSafetensors(bytes)).toThrow(words);
  });
});

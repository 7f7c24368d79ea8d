import { sizeOf } from "../../compiler/program/nd-array.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFile } from "./read-data-file.ts";

/** The content of one IDX file of unsigned bytes; the first dimension counts examples. */
export interface IdxArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** A view of the file's bytes, not a copy. */
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
const otherTypes: Readonly<Record<number, string>> = {
  9: "signed bytes",
  11: "16-bit integers",
  12: "32-bit integers",
  13: "32-bit floats",
  14: "64-bit floats",
};

/**
 * Header: 0, 0, element type, rank, then one big-endian 32-bit size a dimension; then the elements, row-major.
 * Source: LeCun, Cortes and Burges, The MNIST database, "the IDX file format".
 */
export function parseIdx({ name, bytes }: DataFile): Outcome<IdxArray> {
  const type = bytes[2] ?? 0;
  const rank = bytes[3] ?? 0;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || rank === 0) return wrongMagic(name, bytes);
  if (type !== UNSIGNED_BYTE) {
    const found = otherTypes[type];
    return found === undefined
      ? wrongMagic(name, bytes)
      : failure(diagnose("idx-element-type", { name, found }, null));
  }
  const headerLength = 4 + 4 * rank;
  if (bytes.length < headerLength) {
    const problem = { name, shape: [], expected: headerLength, found: bytes.length };
    return failure(diagnose("idx-wrong-length", problem, null));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = headerLength + sizeOf(shape);
  if (bytes.length !== expected) {
    return failure(diagnose("idx-wrong-length", { name, shape, expected, found: bytes.length }, null));
  }
  return success({ name, shape, values: bytes.subarray(headerLength) });
}

function wrongMagic(name: string, bytes: Uint8Array): Outcome<never> {
  const found = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return failure(diagnose("idx-wrong-magic", { name, found: found === "" ? "nothing" : found }, null));
}

import type { FieldType } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { FieldValues } from "./dataset.ts";

/** Row-major; Float32Array for f32, Int32Array for i32. */
export type BatchValues = Float32Array | Int32Array;

/** Gives the values of these rows, in an array that the next call writes over. */
export type FillBatch = (rows: Int32Array) => BatchValues;

/**
 * Prepares to fill batches of a field. A label may be wanted otherwise than the spec asked for it: losses over
 * classes take the class index even where the field is one-hot, and one-hot rows where it is an index.
 *
 * @param wanted without the batch; the field's own type, or another form of a label
 * @param most the most rows of one batch
 * @throws RangeError when the field cannot be given in the wanted type
 */
export function fillBatch(field: FieldValues, wanted: FieldType, most: number): FillBatch {
  const size = sizeOf(wanted.shape);
  const buffer = wanted.dtype === "f32" ? new Float32Array(most * size) : new Int32Array(most * size);
  const { type, values, encoding } = field;
  if (type.classes !== null) {
    const labels = sizeOf(type.shape) / (type.dtype === "i32" ? 1 : type.classes);
    if (size === labels) return copyRows(values, buffer, labels);
    if (size === labels * type.classes) return oneHotRows(values, buffer, labels, type.classes);
  }
  if (encoding.kind === "affine" && size === sizeOf(type.shape)) {
    const { scale, offset } = encoding;
    if (scale === 1 && offset === 0) return copyRows(values, buffer, size);
    return values instanceof Uint8Array
      ? lookUpRows(values, buffer, size, (byte) => scale * byte + offset)
      : scaleRows(values, buffer, size, (value) => scale * value + offset);
  }
  throw new RangeError(`a field of [${type.shape}] cannot be given as ${wanted.dtype} [${wanted.shape}]`);
}

function copyRows(values: FieldValues["values"], buffer: BatchValues, width: number): FillBatch {
  return (rows) => {
    for (let place = 0; place < rows.length; place++) {
      const from = rows[place]! * width;
      if (width === 1) buffer[place] = values[from]!;
      else buffer.set(values.subarray(from, from + width), place * width);
    }
    return buffer.subarray(0, rows.length * width);
  };
}

/** @param labels of an example */
function oneHotRows(
  indices: FieldValues["values"],
  buffer: BatchValues,
  labels: number,
  classes: number,
): FillBatch {
  return (rows) => {
    const filled = buffer.subarray(0, rows.length * labels * classes).fill(0);
    let hot = 0;
    for (let place = 0; place < rows.length; place++) {
      const end = (rows[place]! + 1) * labels;
      for (let from = end - labels; from < end; from++, hot += classes) {
        const index = indices[from]!;
        if (index >= 0) filled[hot + index] = 1;
      }
    }
    return filled;
  };
}

/** Bytes have 256 values: each is scaled once, not at every place of every batch. */
function lookUpRows(
  bytes: Uint8Array,
  buffer: BatchValues,
  width: number,
  map: (byte: number) => number,
): FillBatch {
  const table = Float32Array.from({ length: 256 }, (_, byte) => map(byte));
  return (rows) => {
    let to = 0;
    for (let place = 0; place < rows.length; place++) {
      const end = (rows[place]! + 1) * width;
      for (let from = end - width; from < end; from++) buffer[to++] = table[bytes[from]!]!;
    }
    return buffer.subarray(0, to);
  };
}

function scaleRows(
  values: FieldValues["values"],
  buffer: BatchValues,
  width: number,
  map: (value: number) => number,
): FillBatch {
  return (rows) => {
    let to = 0;
    for (let place = 0; place < rows.length; place++) {
      const end = (rows[place]! + 1) * width;
      for (let from = end - width; from < end; from++) buffer[to++] = map(values[from]!);
    }
    return buffer.subarray(0, to);
  };
}

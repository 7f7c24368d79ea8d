import { sizeOf } from "../../compiler/program/nd-array.ts";
import { type HostKernel, integers } from "./host-kernel.ts";

export const gather: HostKernel<"gather"> = (inputs, [output], _attributes) => {
  const [rows, ...rest] = inputs[0]!.shape;
  const table = inputs[0]!.data;
  const width = sizeOf(rest);
  integers(inputs, 1).forEach((index, position) => {
    checkRow(index, rows!);
    output!.data.set(table.subarray(index * width, (index + 1) * width), position * width);
  });
};

/** Indices are checked where data is read; a wrong one here would read other memory. */
export function checkRow(index: number, rows: number): void {
  if (index < 0 || index >= rows) throw new RangeError(`index ${index} names no row of ${rows}`);
}

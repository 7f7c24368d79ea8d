import type { Field } from "../../compiler/ir/model.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { RawArray, RawExamples } from "./raw-source.ts";

/** Fields that hold NaN or infinity, each with its first example. In tables, cells are looked at as they are read. */
export function checkFinite(fields: readonly Field[], examples: RawExamples): readonly Diagnostic[] {
  if (examples.kind !== "arrays") return [];
  return fields.flatMap(({ name }) => {
    const array = examples.arrays[name];
    const [first, ...others] = array === undefined ? [] : placesNotFinite(array);
    return first === undefined
      ? []
      : [diagnose("number-not-finite", { field: name, ...first, others: others.length }, null)];
  });
}

/** The first one of each example. */
function placesNotFinite({ values, shape }: RawArray) {
  if (!(values instanceof Float32Array)) return [];
  const width = sizeOf(shape);
  const found: { readonly index: number; readonly value: number }[] = [];
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (Number.isFinite(value)) continue;
    const index = Math.floor(place / width);
    found.push({ index, value });
    place = (index + 1) * width - 1;
  }
  return found;
}

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
    const { first, count } = array === undefined ? NONE : placesNotFinite(array);
    return first === null
      ? []
      : [diagnose("number-not-finite", { field: name, ...first, others: count - 1 }, null)];
  });
}

interface Places {
  readonly first: { readonly index: number; readonly value: number } | null;
  /** How many examples have such a number. */
  readonly count: number;
}

const NONE: Places = { first: null, count: 0 };

function placesNotFinite({ values, shape }: RawArray): Places {
  if (!(values instanceof Float32Array)) return NONE;
  const width = sizeOf(shape);
  let { first, count } = NONE;
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!;
    if (Number.isFinite(value)) continue;
    const index = Math.floor(place / width);
    first ??= { index, value };
    count += 1;
    place = (index + 1) * width - 1;
  }
  return { first, count };
}

import type { Model } from "../compiler/ir/model.ts";
import { sizeOf } from "../compiler/program/nd-array.ts";
import { indexLimits } from "../compiler/synthesize/index.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import type { Part } from "./data/dataset.ts";
import { diagnose } from "./diagnostics/diagnose.ts";

/**
 * Whether every whole number of these examples is a row of the tables that the network looks it up in. Labels are
 * looked at as they are loaded.
 *
 * @param parts by what people call them; null where the split gives a part nothing
 */
export function checkIndices(
  model: Model,
  parts: Readonly<Record<string, Part | null>>,
): readonly Diagnostic[] {
  const limits = indexLimits(model);
  const fields = new Set(model.network.inputs.map(({ field }) => field));
  return [...fields].flatMap((field) => {
    const limit = limits.get(field);
    if (limit === undefined) return [];
    for (const [part, examples] of Object.entries(parts)) {
      const value = examples === null ? undefined : firstOutside(examples, field, limit.below);
      if (value !== undefined)
        return [
          diagnose("index-out-of-range", { field, part, value, ...limit, ...needsOf(parts, field) }, null),
        ];
    }
    return [];
  });
}

function firstOutside({ fields, rows }: Part, field: string, below: number): number | undefined {
  const { type, values } = fields[field]!;
  const width = sizeOf(type.shape);
  for (const row of rows) {
    for (let place = row * width; place < (row + 1) * width; place++) {
      const value = values[place]!;
      if (value < 0 || value >= below) return value;
    }
  }
  return undefined;
}

/** Rows that all examples together ask for; of a text, that many characters are different. */
function needsOf(parts: Readonly<Record<string, Part | null>>, field: string) {
  const given = Object.values(parts).filter((part) => part !== null);
  const characters = given[0]?.fields[field]?.type.classes ?? null;
  const greatest = Math.max(...given.map((part) => greatestIn(part, field)));
  return { characters, needed: characters ?? greatest + 1 };
}

function greatestIn({ fields, rows }: Part, field: string): number {
  const { type, values } = fields[field]!;
  const width = sizeOf(type.shape);
  let greatest = 0;
  for (const row of rows)
    for (let place = row * width; place < (row + 1) * width; place++)
      greatest = Math.max(greatest, values[place]!);
  return greatest;
}

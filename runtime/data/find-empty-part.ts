import type { DataSource } from "../../compiler/ir/model.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Split } from "./split.ts";

/** A part that the split asks for and that got no row; training is always asked for. */
export function findEmptyPart(
  { split: shares }: Pick<DataSource, "split">,
  split: Split,
  examples: number,
): Diagnostic | undefined {
  const part = (["train", "validation", "test"] as const).find(
    (name) => split[name].length === 0 && (name === "train" || shares[name] > 0),
  );
  return part && diagnose("part-empty", { part, examples, share: shares[part] }, null);
}

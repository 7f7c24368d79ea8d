import type { Field } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { FittedText } from "./fitted-fields.ts";
import type { RawText } from "./raw-source.ts";
import { planTransforms } from "./transform-plan.ts";

/**
 * Fits a field of a text: its vocabulary, in order of code points. It is taken from the whole text, not from the
 * training part alone: a list of characters tells nothing of how they follow one another, and a rare one that only
 * the end of the text holds would otherwise refuse the file.
 */
export function fitTextField({ name, role, ...field }: Field, text: RawText): Outcome<FittedText> {
  const { numbers, missing, coding } = planTransforms(field);
  const misplaced = numbers[0]?.name ?? missing;
  if (misplaced !== null) {
    const slots = { transform: misplaced, field: name, problem: "it holds characters" };
    return failure(diagnose("transform-does-not-fit", slots, null));
  }
  const codes = [...new Set(text.codes)].sort((a, b) => a - b);
  const vocabulary = codes.map((code) => String.fromCodePoint(code));
  const classes = vocabulary.length;
  const onehot = coding === "onehot";
  const type = onehot
    ? ({ shape: [text.length, classes], dtype: "f32", classes } as const)
    : ({ shape: [text.length], dtype: "i32", classes } as const);
  return success({ kind: "text", name, role, type, coding: onehot ? "onehot" : "index", vocabulary });
}

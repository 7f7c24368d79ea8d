import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { FieldValues } from "./dataset.ts";
import type { FittedText } from "./fitted-fields.ts";
import type { RawText } from "./raw-source.ts";

const NEWLINE = 10;

/** The windows of a text as indices of the vocabulary; those of the target begin one character later. */
export function applyTextField(field: FittedText, text: RawText): Outcome<FieldValues> {
  const { type, role, coding, vocabulary } = field;
  const indices = new Map(vocabulary.map((character, index) => [character.codePointAt(0)!, index]));
  const { codes, count, length, stride } = text;
  const known = vocabulary.length <= 256 ? new Uint8Array(codes.length) : new Int32Array(codes.length);
  for (let place = 0; place < codes.length; place++) {
    const index = indices.get(codes[place]!);
    if (index === undefined) return failure(unknownCharacter(text, place));
    known[place] = index;
  }
  const Cells = vocabulary.length <= 256 ? Uint8Array : Int32Array;
  const values = new Cells(count * length);
  const first = role === "target" ? 1 : 0;
  for (let window = 0; window < count; window++) {
    // The last window of a text to go on with ends where the text does.
    const start = first + Math.min(window * stride, codes.length - length);
    values.set(known.subarray(start, start + length), window * length);
  }
  const encoding =
    coding === "onehot" ? ({ kind: "one-hot" } as const) : ({ kind: "affine", scale: 1, offset: 0 } as const);
  return success({ type, values, encoding });
}

function unknownCharacter({ name, codes }: RawText, place: number) {
  const line = 1 + codes.subarray(0, place).filter((code) => code === NEWLINE).length;
  const code = codes[place]!;
  const character = JSON.stringify(String.fromCodePoint(code));
  const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return diagnose("character-not-in-vocabulary", { name, line, character, point }, null);
}

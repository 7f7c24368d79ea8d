import type { Model } from "../../compiler/ir/model.ts";
import type { FittedText } from "../data/fitted-fields.ts";
import type { LoadedExamples } from "../data/load-examples.ts";
import { windowsOf } from "../data/windows.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { likeliest } from "./likeliest.ts";
import type { Prediction } from "./prediction.ts";
import type { PredictionColumn } from "./prediction-columns.ts";

const ranks = ["next", "second", "third"];

/**
 * What a network that reads a text says of it, a row a character: the likeliest ones that follow, with their
 * probabilities. Where windows overlap, a character is shown where most of the text before it was read.
 *
 * @param tokens the field of the windows
 */
export function textColumns(
  model: Model,
  tokens: FittedText,
  predictions: ReadonlyMap<string, Prediction>,
  { fields, rows, text }: LoadedExamples,
): Outcome<readonly PredictionColumn[]> {
  const prediction = predictions.get(model.loss.prediction)!;
  const classes = prediction.shape.at(-1)!;
  const windows = windowsOf(model.data);
  const { length } = windows;
  const stride = text === undefined ? windows.stride : Math.min(windows.stride, length);
  const end = text?.characters ?? Number.POSITIVE_INFINITY;
  const logitsAt = (row: number, place: number) => {
    const at = (row * length + place) * classes;
    return prediction.values.subarray(at, at + classes);
  };
  if (text !== undefined && end < length) {
    const isAhead = Array.from({ length: end }, (_, place) => place).some(
      (place) => logitsAt(0, place).join() !== logitsAt(1, place).join(),
    );
    if (isAhead) return failure(diagnose("text-shorter-than-window", { ...text, needed: length }, null));
  }
  const { vocabulary } = tokens;
  const shown = ranks.slice(0, classes);
  const columns = ["position", "character", ...shown.flatMap((rank) => [rank, `${rank}_probability`])].map(
    (name) => ({ name, cells: [] as (string | number)[] }),
  );
  let seen = 0;
  rows.forEach((window, row) => {
    const start = Math.min(window * stride, Math.max(0, end - length));
    for (let place = Math.max(0, seen - start); place < length && start + place < end; place++) {
      const character = vocabulary[fields[tokens.name]!.values[window * length + place]!]!;
      const likely = likeliest(logitsAt(row, place), shown.length);
      const said = likely.flatMap(({ index, probability }) => [vocabulary[index] ?? index, probability]);
      [start + place, character, ...said].forEach((cell, column) => void columns[column]!.cells.push(cell));
      seen = start + place + 1;
    }
  });
  return success(columns);
}

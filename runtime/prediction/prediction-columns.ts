import type { Model } from "../../compiler/ir/model.ts";
import { definitionOf } from "../../compiler/synthesize/definition-of.ts";
import type { FittedField, FittedFields } from "../data/fitted-fields.ts";
import { likeliest } from "./likeliest.ts";
import type { Prediction } from "./prediction.ts";

/** One column of a table of predictions: a name and a cell for every example. */
export interface PredictionColumn {
  readonly name: string;
  readonly cells: readonly (string | number)[];
}

/**
 * Predictions as people read them: the predicted class by its name and its probability (in a sequence, for each
 * position), or the number in the units of the data before it was standardised; then every output of the network as it
 * is, under `output.`: an output may be named as the target is.
 */
export function predictionColumns(
  model: Model,
  fitted: FittedFields,
  predictions: ReadonlyMap<string, Prediction>,
): readonly PredictionColumn[] {
  const prediction = predictions.get(model.loss.prediction)!;
  const target = fitted.find(({ name }) => name === model.loss.target);
  const raw = [...predictions].flatMap(([name, values]) => rawColumns(name, values));
  return [...readable(model, prediction, target), ...raw];
}

function readable(
  { loss }: Model,
  prediction: Prediction,
  target: FittedField | undefined,
): readonly PredictionColumn[] {
  const kind = definitionOf.loss(loss.name).target;
  if (kind === "categorical") return classColumns(loss.target, prediction, target);
  if (kind === "binary") return answerColumns(loss.target, prediction, target);
  return unitColumns(prediction, target);
}

function classColumns(
  name: string,
  prediction: Prediction,
  target: FittedField | undefined,
): readonly PredictionColumn[] {
  const names = classNames(target);
  const classes = prediction.shape.at(-1)!;
  const places = widthOf(prediction) / classes;
  const rows = rowsOf(prediction);
  return Array.from({ length: places }, (_, place) => {
    const column = places === 1 ? name : `${name}.${place}`;
    const best = rows.map((row) => likeliest(row.slice(place * classes, (place + 1) * classes), 1)[0]!);
    return [
      { name: column, cells: best.map(({ index }) => names[index] ?? index) },
      { name: `${column}_probability`, cells: best.map(({ probability }) => probability) },
    ];
  }).flat();
}

/** Independent yes-or-no answers: the likelier one of each, by its name where it has one, and the yes's probability. */
function answerColumns(
  name: string,
  prediction: Prediction,
  target: FittedField | undefined,
): readonly PredictionColumn[] {
  const width = widthOf(prediction);
  const names = classNames(target);
  return Array.from({ length: width }, (_, index) => {
    const column = width === 1 ? name : `${name}.${index}`;
    const probabilities = cellsOf(prediction, index).map(sigmoid);
    const answers = probabilities.map((probability) => (probability > 0.5 ? 1 : 0));
    return [
      { name: column, cells: answers.map((answer) => (width === 1 ? (names[answer] ?? answer) : answer)) },
      { name: `${column}_probability`, cells: probabilities },
    ];
  }).flat();
}

function unitColumns(prediction: Prediction, target: FittedField | undefined): readonly PredictionColumn[] {
  if (target === undefined || target.kind !== "columns") return [];
  return target.columns.flatMap((column, index): PredictionColumn[] => {
    if (column.kind !== "number") return [];
    const { scale, offset } = column;
    const cells = cellsOf(prediction, index).map((value) => (value - offset) / scale);
    return [{ name: column.column, cells }];
  });
}

function classNames(target: FittedField | undefined): readonly string[] {
  if (target?.kind === "text") return target.vocabulary;
  const column = target?.kind === "columns" ? target.columns[0] : undefined;
  return column?.kind === "category" ? column.categories : [];
}

function rawColumns(name: string, prediction: Prediction): readonly PredictionColumn[] {
  const width = widthOf(prediction);
  return Array.from({ length: width }, (_, index) => ({
    name: width === 1 ? `output.${name}` : `output.${name}.${index}`,
    cells: cellsOf(prediction, index),
  }));
}

function rowsOf(prediction: Prediction): number[][] {
  const width = widthOf(prediction);
  return Array.from({ length: prediction.shape[0]! }, (_, row) => [
    ...prediction.values.subarray(row * width, (row + 1) * width),
  ]);
}

function cellsOf(prediction: Prediction, index: number): number[] {
  const { shape, values } = prediction;
  const width = widthOf(prediction);
  return Array.from({ length: shape[0]! }, (_, row) => values[row * width + index]!);
}

function widthOf({ shape, values }: Prediction): number {
  return values.length / shape[0]!;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

import { dirname, resolve } from "node:path";
import { Command, Option } from "commander";
import { stringify } from "csv-stringify/sync";
import { checkIndices } from "../../runtime/check-indices.ts";
import { type PartName, partNames } from "../../runtime/data/dataset.ts";
import { type LoadedExamples, loadExamples } from "../../runtime/data/load-examples.ts";
import { nodeFiles } from "../../runtime/node/node-files.ts";
import { predictPart } from "../../runtime/prediction/predict-part.ts";
import type { Prediction } from "../../runtime/prediction/prediction.ts";
import { type PredictionColumn, predictionColumns } from "../../runtime/prediction/prediction-columns.ts";
import { textColumns } from "../../runtime/prediction/text-columns.ts";
import { datasetOf, type OpenedRun, openRun, partOf, type RunChoice } from "../open-run.ts";
import { backendOption, dataOption, jsonOption, threadsOption, wideVectorsOption } from "../options.ts";
import { refuse } from "../refuse.ts";
import { report } from "../report.ts";
import { jsonText } from "../terminal.ts";
import { writeOutput } from "../write-output.ts";

interface PredictOptions extends RunChoice {
  readonly input?: string;
  readonly part: PartName;
  readonly out?: string;
  readonly json?: boolean;
}

export const predictCommand = new Command("predict")
  .description("what a trained network says of new examples, or of a part of its own data")
  .argument("<run>", "a run folder")
  .addOption(
    new Option("--input <file>", "a table like the one it was trained on, an IDX file of images, or a text"),
  )
  .addOption(
    new Option("--part <name>", "without --input: a part of its own data").choices(partNames).default("test"),
  )
  .addOption(dataOption())
  .addOption(backendOption())
  .addOption(threadsOption())
  .addOption(wideVectorsOption())
  .addOption(new Option("--out <file>", "write there in place of standard output"))
  .addOption(jsonOption())
  .action(async (path: string, options: PredictOptions) => {
    const run = await openRun(path, options);
    if (run === null) return;
    const { input } = options;
    const part = input === undefined ? await ownPart(run, options) : await examplesOf(run, input);
    if (part === null) return;
    const predictions = await predictPart(run.stored.model, run.runner, part);
    const columns = columnsOf(run, predictions, part);
    if (columns !== null) await write(columns, options);
  });

function columnsOf(
  { stored: { model, checkpoint } }: OpenedRun,
  predictions: ReadonlyMap<string, Prediction>,
  part: LoadedExamples,
): readonly PredictionColumn[] | null {
  const tokens = checkpoint.fitted.find((field) => field.kind === "text" && field.role === "features");
  if (tokens?.kind !== "text") return predictionColumns(model, checkpoint.fitted, predictions);
  const { value, diagnostics } = textColumns(model, tokens, predictions, part);
  return value ?? refuse(diagnostics);
}

async function ownPart(run: OpenedRun, options: PredictOptions) {
  const dataset = await datasetOf(run, options);
  return dataset === null ? null : partOf(dataset, options.part);
}

async function examplesOf({ stored }: OpenedRun, input: string) {
  const { value, diagnostics } = await loadExamples(
    stored.model.data,
    resolve(input),
    { files: nodeFiles([dirname(resolve(input))]) },
    stored.checkpoint.fitted.filter(({ role }) => role === "features"),
  );
  if (value === null) return refuse(diagnostics);
  const misfits = checkIndices(stored.model, { new: value });
  if (misfits.length > 0) return refuse(misfits);
  report(diagnostics, new Map());
  return value;
}

async function write(columns: readonly PredictionColumn[], { out, json }: PredictOptions): Promise<void> {
  const count = columns[0]?.cells.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) => columns.map(({ cells }) => cells[row]!));
  const header = columns.map(({ name }) => name);
  const records = rows.map((row) => Object.fromEntries(row.map((cell, column) => [header[column]!, cell])));
  const text = json === true ? jsonText(records) : stringify([header, ...rows]);
  if (out === undefined) process.stdout.write(text);
  else process.exitCode = await writeOutput(out, text);
}

import { readFile } from "node:fs/promises";
import type { Choices } from "../compiler/check/check.ts";
import type { LoadedSpec } from "../compiler/check/load-spec.ts";
import type { Model } from "../compiler/ir/model.ts";
import { type Diagnostic, hasErrors, type Source } from "../grammar/index.ts";
import { sourcesOf } from "../runtime/compile.ts";
import type { Dataset } from "../runtime/data/dataset.ts";
import { diagnose } from "../runtime/diagnostics/diagnose.ts";
import { nodeFiles } from "../runtime/node/node-files.ts";
import { prepareDocument, prepareSpec } from "../runtime/prepare-model.ts";
import { dataFolders, findUnreadable, readSpec } from "./read-spec.ts";
import { refuse } from "./refuse.ts";
import { report } from "./report.ts";

/** Options that choose and change a model, as the commands share them. */
export interface ModelOptions {
  readonly data: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly train?: string;
  readonly epochs?: number;
  readonly seed?: number;
  readonly batch?: number;
}

/** What a spec, or a model as JSON, came to. */
export interface Inspected {
  readonly model: Model | null;
  readonly dataset: Dataset | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, Source>;
  /** The texts it was made of, by path in a run folder. */
  readonly files: Readonly<Record<string, string>>;
}

export interface LoadedModel {
  readonly model: Model;
  readonly dataset: Dataset;
  readonly sources: ReadonlyMap<string, Source>;
  readonly files: Readonly<Record<string, string>>;
}

/** Models come as JSON, specs as text. */
export function isModelFile(file: string): boolean {
  return file.endsWith(".json");
}

/**
 * Reads, checks and loads the data, and says nothing.
 *
 * @param begun the model of a run to go on with: what it chose holds, unless the options say otherwise
 */
export async function inspect(file: string, options: ModelOptions, begun?: Model): Promise<Inspected> {
  const environment = { files: nodeFiles(dataFolders(options.data, file)) };
  const choices = choicesOf(options, begun);
  if (isModelFile(file)) {
    if (options.train !== undefined || Object.keys(options.set).length > 0) {
      return { ...NOTHING, diagnostics: [diagnose("model-has-no-choices", { file }, null)] };
    }
    const text = await readFile(file, "utf8").catch(() => null);
    const missing = diagnose("model-file-missing", { path: file }, null);
    if (text === null) return { ...NOTHING, diagnostics: [missing] };
    const { prepared, diagnostics } = await prepareDocument(text, environment, choices.run);
    return { ...NOTHING, ...prepared, diagnostics };
  }
  const unreadable = findUnreadable(file);
  if (unreadable !== null) return { ...NOTHING, diagnostics: [unreadable] };
  const spec = await readSpec(file);
  const { prepared, diagnostics } = await prepareSpec(spec, environment, choices);
  return { ...NOTHING, ...prepared, diagnostics, sources: sourcesOf(spec), files: filesOf(spec) };
}

/** The model to work with; null when it has errors, which are then reported and are the command's exit code. */
export async function loadModel(
  file: string,
  options: ModelOptions,
  begun?: Model,
): Promise<LoadedModel | null> {
  const { model, dataset, diagnostics, sources, files } = await inspect(file, options, begun);
  if (model === null || dataset === null) {
    const empty = hasErrors(diagnostics) ? [] : [diagnose("nothing-to-train", { file }, null)];
    return refuse([...diagnostics, ...empty], sources);
  }
  report(diagnostics, sources);
  return { model, dataset, sources, files };
}

const NOTHING: Inspected = { model: null, dataset: null, diagnostics: [], sources: new Map(), files: {} };

function choicesOf({ train, set, epochs, seed, batch }: ModelOptions, begun: Model | undefined): Choices {
  const values = Object.entries(set).map(([name, text]) => [name, constantOf(text)] as const);
  return {
    train: train ?? begun?.name,
    set: { ...begun?.params, ...Object.fromEntries(values) },
    run: {
      epochs: epochs ?? begun?.run.epochs,
      seed: seed ?? begun?.run.seed,
      batch: batch ?? begun?.run.batch,
    },
  };
}

/** `--set` gives text; a param is a number, a truth value or a text. */
function constantOf(text: string): number | boolean | string {
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return text === "" || Number.isNaN(number) ? text : number;
}

function filesOf(spec: LoadedSpec): Readonly<Record<string, string>> {
  const imported = [...spec.files].filter(([path]) => path !== spec.root);
  const root = spec.files.get(spec.root)?.source.text ?? "";
  return {
    "spec.regnet": root,
    ...Object.fromEntries(imported.map(([path, { source }]) => [`imports/${path}`, source.text])),
  };
}

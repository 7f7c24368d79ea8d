import type { DataSourceName } from "../../compiler/definitions/data-sources/index.ts";
import type { DataSource } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import { applyFields } from "./apply-fields.ts";
import { missingSigns } from "./data-options.ts";
import type { Part } from "./dataset.ts";
import type { FittedFields } from "./fitted-fields.ts";
import { keptRows } from "./kept-rows.ts";
import { loadIdxImages } from "./load-idx.ts";
import { loadNewText } from "./load-text.ts";
import type { RawExamples, RawSource } from "./raw-source.ts";
import { type DataEnvironment, readSource } from "./read-source.ts";

/** Examples of a file of their own. */
export interface LoadedExamples extends Part {
  /** Of a text: the file, for messages, and how many characters it has, where windows may reach beyond them. */
  readonly text?: { readonly name: string; readonly characters: number };
}

/**
 * Loads every example of one file as one part, by the statistics of an earlier run: what `predict` reads.
 *
 * @param path a table like the source's, an IDX file of images, or a text
 * @param fitted only the features: a file to predict from need not hold the target
 */
export async function loadExamples(
  source: DataSource,
  path: string,
  environment: DataEnvironment,
  fitted: FittedFields,
): Promise<Outcome<LoadedExamples>> {
  const raw = await readers[source.source as DataSourceName](source, path, environment);
  if (raw.value === null) return raw;
  const missing = missingSigns(source);
  const needed = source.fields.filter(({ name }) => fitted.some((field) => field.name === name));
  const main = wholeWindows(raw.value.main, fitted);
  const rows = keptRows(main, needed, missing);
  const fields = applyFields(fitted, main, [{ part: "new", rows }], missing);
  if (fields.value === null) return failure(...fields.diagnostics);
  const text = textIn(raw.value.main);
  return success({ fields: fields.value, rows, ...(text && { text }) }, fields.diagnostics);
}

function textIn(examples: RawExamples): LoadedExamples["text"] {
  return examples.kind === "text" ? { name: examples.name, characters: examples.codes.length } : undefined;
}

/**
 * A text shorter than a window, filled up: once with the first character of the vocabulary, once with the last. What a
 * network says of the text itself is the same in both, unless it looks ahead.
 */
function wholeWindows(examples: RawExamples, fitted: FittedFields): RawExamples {
  if (examples.kind !== "text" || examples.codes.length >= examples.length) return examples;
  const { codes, length } = examples;
  const vocabulary = fitted.flatMap((field) => (field.kind === "text" ? field.vocabulary : []));
  const fillings = [vocabulary[0], vocabulary.at(-1)].map((character) => character?.codePointAt(0) ?? 0);
  const filled = fillings.flatMap((code) => [
    ...codes,
    ...new Array<number>(length - codes.length).fill(code),
  ]);
  return { ...examples, codes: Int32Array.from(filled), count: 2, stride: length };
}

type ReadFile = (
  source: DataSource,
  path: string,
  environment: DataEnvironment,
) => Promise<Outcome<RawSource>>;

const readers: { readonly [K in DataSourceName]: ReadFile } = {
  csv: readTable,
  idx: (_, path, { files }) => loadIdxImages(files, path),
  spirals: async ({ source }) => failure(diagnose("source-without-file", { source }, null)),
  text: (source, path, { files }) => loadNewText(files, path, source),
  memory: (source, _, environment) => readSource(source, environment),
};

/** Where the spec names the columns, those of the target alone may be absent: they are what is asked for. */
async function readTable(
  source: DataSource,
  path: string,
  environment: DataEnvironment,
): Promise<Outcome<RawSource>> {
  const whole = await readSource({ ...source, options: { ...source.options, path } }, environment);
  const { columns } = source.options;
  const misfits = whole.diagnostics.some(({ code }) => code === "table-column-count");
  if (!misfits || !Array.isArray(columns)) return whole;
  const features = source.fields.filter(({ role }) => role === "features").flatMap((field) => field.columns);
  const targets = source.fields.filter(({ role }) => role === "target").flatMap((field) => field.columns);
  const given = columns.map(String).filter((name) => features.includes(name) || !targets.includes(name));
  const options = { ...source.options, path, columns: given };
  const asked = await readSource({ ...source, options }, environment);
  return asked.value === null ? whole : asked;
}

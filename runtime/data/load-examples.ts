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
import { loadText } from "./load-text.ts";
import type { RawSource } from "./raw-source.ts";
import { type DataEnvironment, readSource } from "./read-source.ts";

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
): Promise<Outcome<Part>> {
  const raw = await readers[source.source as DataSourceName](source, path, environment);
  if (raw.value === null) return raw;
  const missing = missingSigns(source);
  const needed = source.fields.filter(({ name }) => fitted.some((field) => field.name === name));
  const rows = keptRows(raw.value.main, needed, missing);
  const fields = applyFields(fitted, raw.value.main, [{ part: "new", rows }], missing);
  if (fields.value === null) return failure(...fields.diagnostics);
  return success({ fields: fields.value, rows }, fields.diagnostics);
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
  text: (source, path, { files }) => loadText(files, path, source, 0),
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

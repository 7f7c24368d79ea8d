import { type CheckContext, type Choices, check, collectData } from "../compiler/check/check.ts";
import type { LoadedSpec } from "../compiler/check/load-spec.ts";
import type { LoadedField, Model, Origin } from "../compiler/ir/model.ts";
import { parseModel } from "../compiler/ir/parse.ts";
import { validateModel } from "../compiler/ir/validate.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import { checkAverage } from "./check-average.ts";
import { checkFields } from "./check-fields.ts";
import { checkIndices } from "./check-indices.ts";
import { checkTarget } from "./check-target.ts";
import type { Dataset } from "./data/dataset.ts";
import type { FittedFields } from "./data/fitted-fields.ts";
import { loadDataset } from "./data/load-dataset.ts";
import type { DataEnvironment } from "./data/read-source.ts";
import { failure, type Outcome, success } from "./diagnostics/outcome.ts";

/** A checked model with its data. */
export interface Prepared {
  readonly model: Model;
  readonly dataset: Dataset;
}

export interface Preparation {
  /** Null when there is an error, or when the spec has no train block to make a model of. */
  readonly prepared: Prepared | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a spec together with its data: the data is loaded first, since the shapes of inputs follow from it. A
 * fault of the data file is reported beside those of the text.
 */
export async function prepareSpec(
  spec: LoadedSpec,
  environment: DataEnvironment,
  choices: Choices = {},
): Promise<Preparation> {
  const { source } = collectData(spec, choices);
  const loaded = source === null ? null : await loadDataset(source, environment);
  const context: CheckContext = { ...choices, fieldTypes: () => typesOf(loaded) };
  const { model, diagnostics: found } = check(spec, context);
  const dataset = loaded?.value ?? null;
  const misfits = model === null || dataset === null ? [] : checkValues(model, dataset);
  const ofData = [...(loaded?.diagnostics ?? []), ...misfits];
  const ofValues = dataset === null ? [] : ofData;
  const diagnostics = [...ofValues, ...found].map((diagnostic) =>
    ofData.includes(diagnostic) ? located(diagnostic, source?.origin, spec) : diagnostic,
  );
  if (model === null || dataset === null || misfits.length > 0) return { prepared: null, diagnostics };
  const origin = model.sites.find(({ at }) => at.site === "update")?.rule?.origin;
  const remarks = checkAverage(model, dataset).map((remark) => located(remark, origin, spec));
  return { prepared: { model, dataset }, diagnostics: [...diagnostics, ...remarks] };
}

/**
 * Validates a model document, its text or its value, and loads its data.
 *
 * @param run settings that stand for the document's own
 */
export async function prepareDocument(
  document: string | Model,
  environment: DataEnvironment,
  run: Choices["run"] = {},
): Promise<Preparation> {
  const read = typeof document === "string" ? parseModel(document) : validateModel(document);
  if (read.model === null) return { prepared: null, diagnostics: read.diagnostics };
  const given = Object.entries(run).filter(([, value]) => value !== undefined);
  const changed = { ...read.model, run: { ...read.model.run, ...Object.fromEntries(given) } };
  const { model, diagnostics } = validateModel(changed);
  if (model === null) return { prepared: null, diagnostics };
  const loaded = await prepareModel(model, environment);
  const remarks = loaded.value === null ? [] : checkAverage(model, loaded.value.dataset);
  return { prepared: loaded.value, diagnostics: [...diagnostics, ...loaded.diagnostics, ...remarks] };
}

/**
 * Loads the data of a model that is already made, and sees whether it fits.
 *
 * @param fitted statistics of an earlier run, in place of new ones
 */
export async function prepareModel(
  model: Model,
  environment: DataEnvironment,
  fitted?: FittedFields,
): Promise<Outcome<Prepared>> {
  const loaded = await loadDataset(model.data, environment, fitted);
  if (loaded.value === null) return loaded;
  const misfits = checkFields(model, loaded.value.fields);
  const faults = misfits.length > 0 ? misfits : checkValues(model, loaded.value);
  if (faults.length > 0) return failure(...faults);
  return success({ model, dataset: loaded.value }, loaded.diagnostics);
}

/** Whether the network and the loss can take the values that stand in the data. */
function checkValues(model: Model, dataset: Dataset): readonly Diagnostic[] {
  const { train, validation, test } = dataset;
  return [...checkTarget(model, dataset), ...checkIndices(model, { training: train, validation, test })];
}

function typesOf(loaded: Outcome<Dataset> | null): ReadonlyMap<string, LoadedField> | readonly Diagnostic[] {
  if (loaded === null) return [];
  if (loaded.value === null) return loaded.diagnostics;
  return new Map(Object.entries(loaded.value.fields));
}

/** What only shows beside the data has no place of its own; the place in the spec that asks for it is the next best. */
function located(diagnostic: Diagnostic, origin: Origin | undefined, spec: LoadedSpec): Diagnostic {
  const text = origin === undefined ? undefined : spec.files.get(origin.file)?.source;
  if (origin === undefined || text === undefined || diagnostic.span !== null) return diagnostic;
  const start = text.offset(origin);
  const span = { file: origin.file, start, end: start + text.line(origin.line).length - origin.column + 1 };
  return { ...diagnostic, span };
}

import type { DataSource } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { NamedRows } from "./apply-column.ts";
import { applyFields } from "./apply-fields.ts";
import { checkFinite } from "./check-finite.ts";
import { dataSeed, missingSigns } from "./data-options.ts";
import type { Dataset, Part } from "./dataset.ts";
import { findEmptyPart } from "./find-empty-part.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { fitFields } from "./fit-fields.ts";
import type { FittedFields } from "./fitted-fields.ts";
import { keptRows } from "./kept-rows.ts";
import { type DataEnvironment, readSource } from "./read-source.ts";
import { splitInOrder, splitRows } from "./split.ts";

/**
 * Loads a data source whole: reads it, splits it, fits transforms on the training part, and makes every part's
 * fields by them. Warnings (categories that training never saw) come with the dataset.
 *
 * @param fitted statistics of an earlier run, to be used in place of new ones: a resumed run, or `eval`
 */
export async function loadDataset(
  source: DataSource,
  environment: DataEnvironment,
  fitted?: FittedFields,
): Promise<Outcome<Dataset>> {
  const raw = await readSource(source, environment);
  if (raw.value === null) return raw;
  const { main, test, corrupt, reach } = raw.value;
  if (test !== null && source.split.test > 0) {
    const slots = { source: source.source, share: source.split.test };
    return failure(diagnose("split-has-test", slots, null));
  }
  const holes = checkFinite(source.fields, main);
  if (holes.length > 0) return failure(...holes);
  const missing = missingSigns(source);
  const kept = keptRows(main, source.fields, missing);
  const split =
    reach === undefined
      ? splitRows(kept.length, source.split, dataSeed(source))
      : splitInOrder(kept.length, source.split, reach);
  const rowsOf = (part: keyof typeof split): NamedRows => ({
    part: part === "train" ? "training" : part,
    rows: split[part].map((place) => kept[place]!),
  });
  const [train, validation] = [rowsOf("train"), rowsOf("validation")];
  const emptied = findEmptyPart(source, split, kept.length);
  if (emptied !== undefined) return failure(emptied);
  const fingerprint = await fingerprintOf(source.fields, raw.value);
  corrupt?.(train.rows);

  const fit = fitted === undefined ? fitFields(source.fields, main, train.rows, missing) : success(fitted);
  if (fit.value === null) return fit;
  const ownTest = test === null ? null : { part: "test", rows: keptRows(test, source.fields, missing) };
  const splitTest = rowsOf("test");
  const inMain = test === null ? [train, validation, splitTest] : [train, validation];
  const mainFields = applyFields(fit.value, main, inMain, missing);
  const testFields = ownTest === null ? mainFields : applyFields(fit.value, test!, [ownTest], missing);
  const diagnostics = new Set([...fit.diagnostics, ...mainFields.diagnostics, ...testFields.diagnostics]);
  if (mainFields.value === null || testFields.value === null) return failure(...diagnostics);

  const part = (fields: Part["fields"], { rows }: NamedRows): Part | null =>
    rows.length === 0 ? null : { fields, rows };
  return success(
    {
      fields: Object.fromEntries(fit.value.map(({ name, type }) => [name, type])),
      train: { fields: mainFields.value, rows: train.rows },
      validation: part(mainFields.value, validation),
      test: part(testFields.value, ownTest ?? splitTest),
      fitted: fit.value,
      fingerprint,
    },
    [...diagnostics],
  );
}

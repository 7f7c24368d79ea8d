import { type Diagnostic, hasErrors } from "../../grammar/diagnostic.ts";
import { limits } from "./limits.ts";
import { diagnose } from "./messages.ts";
import type { Model } from "./model.ts";
import { checkBounds } from "./validate/check-bounds.ts";
import { checkDefinitions } from "./validate/check-definitions.ts";
import { checkForm } from "./validate/check-form.ts";
import { checkGraph } from "./validate/check-graph.ts";
import { checkPolicy } from "./validate/check-policy.ts";
import { checkShapesTaken } from "./validate/check-shapes-taken.ts";
import { checkTraining } from "./validate/check-training.ts";
import { uniqueNames } from "./validate/unique-names.ts";

export interface ValidatedModel {
  /** Null exactly when a diagnostic is an error. */
  readonly model: Model | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a model means, each check on its own. They compute with options, which are therefore checked before. */
const meaning: readonly ((model: Model) => Iterable<Diagnostic>)[] = [
  uniqueNames,
  checkGraph,
  checkPolicy,
  checkShapesTaken,
  checkTraining,
];

/**
 * Holds a document to the model IR: first its size, then its form (`schema/model.schema.json`), then what it
 * means. Later checks run only when the earlier ones found nothing, so they may trust the types. Never throws, on
 * any JSON value. The model is the document itself, unchanged.
 */
export function validateModel(document: unknown): ValidatedModel {
  const bounds = checkBounds(document);
  if (bounds !== null) return { model: null, diagnostics: [bounds] };
  const form = firstOf(checkForm(document));
  if (form.length > 0) return { model: null, diagnostics: form };
  const model = document as Model;
  const options = firstOf(checkDefinitions(model));
  if (options.length > 0) return { model: null, diagnostics: options };
  const diagnostics = firstOf(all(model));
  return { model: hasErrors(diagnostics) ? null : model, diagnostics };
}

function* all(model: Model): Generator<Diagnostic> {
  for (const check of meaning) yield* check(model);
}

/** Checks are asked for no more than is shown, so that a document full of mistakes takes no longer than another. */
function firstOf(diagnostics: Iterable<Diagnostic>): readonly Diagnostic[] {
  const first: Diagnostic[] = [];
  const shown = limits.diagnostics;
  for (const diagnostic of diagnostics) {
    if (first.length === shown) return [...first, diagnose("document-more-mistakes", { shown }, null)];
    first.push(diagnostic);
  }
  return first;
}

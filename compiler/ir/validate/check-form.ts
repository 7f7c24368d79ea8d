import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { closestName } from "../../diagnostics/did-you-mean.ts";
import { diagnose } from "../messages.ts";
import { MODEL_VERSION } from "../model.ts";
import { definitionsSchema } from "../schema/definitions-schema.ts";
import { SchemaWalk } from "../schema/schema-walk.ts";
import { candidates } from "./candidates.ts";
import { describeFormError } from "./describe-form-error.ts";
import { isRecord } from "./is-record.ts";
import { shown } from "./json-path.ts";
import { type FormError, validateForm } from "./validate-form.ts";

/** How many unknown properties of one object are compared with those that it lacks. */
const FEW = 20;

/** Holds a document to the JSON Schema; one diagnostic for each place that is wrong, the most telling one. */
export function* checkForm(document: unknown): Generator<Diagnostic> {
  if (!isRecord(document)) {
    yield diagnose(
      "document-wrong-type",
      { path: "the document", expected: "an object", found: shown(document) },
      null,
    );
    return;
  }
  if (document.regnet !== MODEL_VERSION) {
    const found = document.regnet === undefined ? "missing" : shown(document.regnet);
    yield diagnose("document-version", { found, version: MODEL_VERSION }, null);
    return;
  }
  const errors = validateForm(document);
  if (errors.length === 0) return;
  const walk = new SchemaWalk(definitionsSchema());
  for (const error of mostTelling(errors)) yield describeFormError(error, document, walk);
}

/**
 * Of several errors at one place only the first is kept, which speaks of the type. A property that is missing
 * because it was misspelled is reported once, as the misspelling.
 */
function mostTelling(errors: readonly FormError[]): readonly FormError[] {
  const extra = new Map<string, string[]>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== "additionalProperties") continue;
    const names = extra.get(instancePath) ?? [];
    if (names.length < FEW) extra.set(instancePath, [...names, String(params.additionalProperty)]);
  }
  const places = new Set<string>();
  return errors.filter((error) => {
    const { keyword, instancePath, params, schemaPath } = error;
    if (keyword === "anyOf" || schemaPath.endsWith("/anyOf/1/type")) return false;
    if (keyword === "discriminator" && params.error === "tag") return false;
    if (keyword === "required") {
      const missing = String(params.missingProperty);
      const names = extra.get(instancePath) ?? [];
      if (names.some((name) => closestName(missing, candidates(missing, [name])) !== undefined)) return false;
    }
    const place = `${instancePath} ${params.missingProperty ?? params.additionalProperty ?? ""}`;
    if (places.has(place)) return false;
    places.add(place);
    return true;
  });
}

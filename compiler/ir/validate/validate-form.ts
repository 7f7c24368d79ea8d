import { validate } from "../generated/validate-model.js";

/** One error of ajv. */
export interface FormError {
  /** A JSON pointer into the document. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Runs the compiled schema; no errors when the document fits it. */
export function validateForm(document: unknown): readonly FormError[] {
  return validate(document) ? [] : (validate.errors ?? []);
}

// Made by `npm run generate` from the definitions. Do not edit.
import type { FormError } from "../validate/validate-form.ts";

/** Whether a document fits schema/model.schema.json; `errors` says why the last one did not. */
export const validate: {
  (document: unknown): boolean;
  errors?: readonly FormError[] | null;
};

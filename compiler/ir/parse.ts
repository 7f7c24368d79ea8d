import { limits } from "./limits.ts";
import { diagnose } from "./messages.ts";
import { type ValidatedModel, validateModel } from "./validate.ts";

/** Reads a model document from its text, and validates it. Never throws on any text. */
export function parseModel(text: string): ValidatedModel {
  if (text.length > limits.characters) {
    const slots = { what: "characters", limit: limits.characters };
    return { model: null, diagnostics: [diagnose("document-too-large", slots, null)] };
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { model: null, diagnostics: [diagnose("document-not-json", { reason }, null)] };
  }
  return validateModel(document);
}

import { limits } from "../limits.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * A name. Lengths are held by patterns: `maxLength` would make the standalone validator import a helper
 * of ajv, and it has to stand alone.
 */
export function word(description?: string): JsonSchema {
  return {
    type: "string",
    pattern: `^[\\s\\S]{1,${limits.name}}$`,
    ...(description === undefined ? {} : { description }),
  };
}

/** Any text, empty ones too. */
export function text(description?: string): JsonSchema {
  return {
    type: "string",
    pattern: `^[\\s\\S]{0,${limits.text}}$`,
    ...(description === undefined ? {} : { description }),
  };
}

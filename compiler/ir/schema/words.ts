import { limits } from "../limits.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * Names and texts. Lengths are held by patterns: `maxLength` would make the standalone validator import a helper
 * of ajv, and it has to stand alone.
 */
export function word(description?: string): JsonSchema {
  return {
    type: "string",
    pattern: `^[\\s\\S]{1,${limits.name}}$`,
    ...(description === undefined ? {} : { description }),
  };
}

export function prose(description: string): JsonSchema {
  return { type: "string", pattern: `^[\\s\\S]{0,${limits.text}}$`, description };
}

import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { limits } from "../limits.ts";
import { diagnose } from "../messages.ts";

/** Refuses what the recursive checks could not read in bounded time and stack: too deep, too large, or circular. */
export function checkBounds(document: unknown): Diagnostic | null {
  let level: unknown[] = [document];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.depth) {
      return diagnose("document-too-large", { what: "levels of nesting", limit: limits.depth }, null);
    }
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      for (const child of Object.values(value)) next.push(child);
      if (next.length + values > limits.values) {
        return diagnose("document-too-large", { what: "values", limit: limits.values }, null);
      }
    }
    values += next.length;
    level = next;
  }
  return null;
}

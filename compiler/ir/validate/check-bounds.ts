import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { limits } from "../limits.ts";
import { diagnose } from "../messages.ts";

/** Refuses what the recursive checks could not read in bounded time and stack: too deep, too large, or circular. */
export function checkBounds(document: unknown): Diagnostic | null {
  let level: object[] = isBracket(document) ? [document] : [];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    const next: object[] = [];
    const before = values;
    for (const bracket of level) {
      const children: readonly unknown[] = Object.values(bracket);
      values += children.length;
      if (values > limits.values) {
        return diagnose("document-too-large", { what: "values", limit: limits.values }, null);
      }
      for (const child of children) if (isBracket(child)) next.push(child);
    }
    // What is in the brackets of this level is one level deeper.
    if (depth === limits.depth && values > before) {
      return diagnose("document-too-large", { what: "levels of nesting", limit: limits.depth }, null);
    }
    level = next;
  }
  return null;
}

function isBracket(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

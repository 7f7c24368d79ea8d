import { type Diagnostic, hasErrors } from "./diagnostic.ts";
import { parse } from "./parse.ts";
import { print } from "./print.ts";
import type { Source } from "./source.ts";

/** The text in canonical form; null when it has syntax errors, which are among the diagnostics. */
export function format(source: Source): { text: string | null; diagnostics: readonly Diagnostic[] } {
  const { tree, diagnostics } = parse(source);
  return { text: hasErrors(diagnostics) ? null : print(tree, source), diagnostics };
}

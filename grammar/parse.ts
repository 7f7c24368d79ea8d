import { balanceBrackets } from "./brackets.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { lex, spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import { findTooDeep, nestingLimit } from "./nesting.ts";
import { outline, takeDocs } from "./outline.ts";
import { readDeclarations } from "./read-tree.ts";
import { keepSeparators } from "./separators.ts";
import type { Source, Span } from "./source.ts";
import type { SpecFile } from "./syntax.ts";

/** The largest text that is read, in code units. */
export const sizeLimit = 1_048_576;

/** The most mistakes reported of one file. */
const mistakeLimit = 100;

export interface Parsed {
  /** What could be read; a phrase with a mistake is left out or kept in part. */
  readonly tree: SpecFile;
  /** In the order of the text; the tree is whole when none is an error. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a file. Never throws, whatever the text holds, and is bounded in time and memory. Several independent
 * mistakes give several diagnostics, at most one for each declaration head, statement, rule head and clause.
 *
 *     text -> tokens -> balanced brackets -> separators -> outline of items -> tree
 */
export function parse(source: Source): Parsed {
  const { file, text } = source;
  const whole: Span = { file, start: 0, end: text.length };
  const nothing: SpecFile = { file, declarations: [], comments: [], span: whole };
  if (text.length > sizeLimit) {
    const start = { file, start: 0, end: 0 };
    return { tree: nothing, diagnostics: [diagnose("file-too-large", { limit: sizeLimit }, start)] };
  }
  const lexed = lex(source);
  const documentation = takeDocs(lexed.tokens);
  const balanced = balanceBrackets(source, documentation.tokens);
  const separated = keepSeparators(balanced.tokens);
  const deep = balanced.tooDeep ?? findTooDeep(separated);
  if (deep !== undefined) {
    const fault = diagnose("nesting-too-deep", { limit: nestingLimit }, spanOf(file, deep));
    return { tree: nothing, diagnostics: [fault] };
  }
  const faults = new Map([...lexed.faults, ...balanced.faults]);
  const outlined = outline(file, separated, documentation, faults);
  const mistakes: Diagnostic[] = [...lexed.diagnostics, ...balanced.diagnostics, ...outlined.diagnostics];
  const declarations = readDeclarations(file, outlined.items, mistakes);
  const comments = [...lexed.comments, ...outlined.strayComments].sort((a, b) => a.span.start - b.span.start);
  return { tree: { file, declarations, comments, span: whole }, diagnostics: inOrder(mistakes) };
}

function inOrder(mistakes: readonly Diagnostic[]): Diagnostic[] {
  const start = (diagnostic: Diagnostic): number => diagnostic.span?.start ?? 0;
  const sorted = mistakes.toSorted((a, b) => start(a) - start(b));
  if (sorted.length <= mistakeLimit) return sorted;
  const next = sorted[mistakeLimit]!;
  return [
    ...sorted.slice(0, mistakeLimit),
    diagnose("too-many-mistakes", { shown: mistakeLimit }, next.span),
  ];
}

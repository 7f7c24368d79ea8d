import type { Diagnostic } from "./diagnostic.ts";
import type { Source } from "./source.ts";

/** Where a diagnostic points, as people count: lines and columns start at 1, the end is exclusive. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The place of a diagnostic, for tools; null when it lies in no text that is known. */
export function locate(diagnostic: Diagnostic, sources: ReadonlyMap<string, Source>): Location | null {
  const { span } = diagnostic;
  const source = span === null ? undefined : sources.get(span.file);
  if (span === null || source === undefined) return null;
  const start = source.position(span.start);
  const end = source.position(Math.max(span.start, span.end));
  return {
    file: span.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

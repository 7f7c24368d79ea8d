/** Shows diagnostics: as text for people, as one JSON list for programs. */
import { type Diagnostic, locate, renderDiagnostic, type Source } from "../grammar/index.ts";
import { say, styleFor } from "./terminal.ts";

type Sources = ReadonlyMap<string, Source>;

/** One entry of `--json`; see schema/diagnostics.schema.json. */
export interface DiagnosticRecord {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  readonly hint: string | null;
}

export function report(diagnostics: readonly Diagnostic[], sources: Sources): void {
  const style = styleFor(process.stderr);
  for (const diagnostic of diagnostics) say(`${renderDiagnostic(diagnostic, sources, style)}\n`);
}

export function toRecord(diagnostic: Diagnostic, sources: Sources): DiagnosticRecord {
  const place = locate(diagnostic, sources);
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file: place?.file ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
    endLine: place?.endLine ?? null,
    endColumn: place?.endColumn ?? null,
    hint: diagnostic.hint ?? null,
  };
}

/** `2 errors, 1 warning`. */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  const counts = (["error", "warning", "note"] as const).map((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? "" : `${count} ${severity}${count === 1 ? "" : "s"}`;
  });
  return counts.filter((text) => text !== "").join(", ");
}

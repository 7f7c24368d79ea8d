import type { Diagnostic, Label, Severity } from "./diagnostic.ts";
import { excerptOf, type Mark, printable } from "./excerpt.ts";
import type { Source } from "./source.ts";

/** How the parts of a rendered diagnostic are painted; each takes a text and gives it back in colour. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly note: (text: string) => string;
  /** The message itself. */
  readonly strong: (text: string) => string;
  /** Line numbers, the gutter and second labels. */
  readonly faint: (text: string) => string;
}

const asIs = (text: string): string => text;

export const plain: Style = { error: asIs, warning: asIs, note: asIs, strong: asIs, faint: asIs };

/**
 * A diagnostic as a reader sees it in a terminal: what is wrong, the lines it is about with the places
 * underlined, what to do, and where it is documented. A place in a text that is not among the sources is left out.
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  sources: ReadonlyMap<string, Source>,
  style: Style = plain,
): string {
  const { code, severity, message, hint } = diagnostic;
  const places: readonly Label[] =
    diagnostic.span === null
      ? diagnostic.labels
      : [{ span: diagnostic.span, text: "" }, ...diagnostic.labels];
  const excerpts = filesOf(places).flatMap((file) => {
    const source = sources.get(file);
    return source === undefined ? [] : [{ source, marks: marksIn(file, diagnostic) }];
  });
  const gutter = Math.max(1, ...excerpts.map(({ source, marks }) => widestNumber(source, marks)));
  const margin = " ".repeat(gutter);
  const lines = [`${style[severity](`${severity}[${code}]`)}: ${style.strong(printable(message))}`];
  for (const { source, marks } of excerpts) {
    const { line, column } = source.position(marks[0]!.span.start);
    lines.push(`${margin}${style.faint("-->")} ${printable(source.file)}:${line}:${column}`);
    lines.push(...excerptOf(source, marks, gutter, painter(style, severity)));
  }
  if (hint !== undefined) lines.push(`${margin} ${style.faint("=")} hint: ${printable(hint)}`);
  lines.push(`${margin} ${style.faint("=")} docs: docs/diagnostics.md#${code}`);
  return lines.join("\n");
}

/** The files of the places, the first one first. */
function filesOf(places: readonly Label[]): string[] {
  return [...new Set(places.map((place) => place.span.file))];
}

function marksIn(file: string, { span, labels }: Diagnostic): Mark[] {
  const main: Mark[] = span?.file === file ? [{ span, text: "", main: true }] : [];
  const others = labels
    .filter((label) => label.span.file === file)
    .map((label) => ({ ...label, main: false }));
  return [...main, ...others];
}

function widestNumber(source: Source, marks: readonly Mark[]): number {
  return Math.max(...marks.map((mark) => String(source.position(mark.span.end).line).length));
}

function painter(
  style: Style,
  severity: Severity,
): (text: string, role: "main" | "other" | "gutter") => string {
  return (text, role) => (role === "main" ? style[severity](text) : style.faint(text));
}

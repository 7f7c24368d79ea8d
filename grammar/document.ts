/**
 * Text that has yet to be laid out in lines, after Wadler, "A prettier printer" (2003): a document says where a
 * line may break, and `layOut` breaks those groups that do not fit. The fill, which breaks where it must and not
 * throughout, and the line end go beyond the paper.
 */
export type Doc = string | readonly Doc[] | Line | Indent | Group | Fill | LineEnd;

interface Line {
  readonly kind: "line";
  /** What stands there when the line does not break; null when it always breaks. */
  readonly flat: string | null;
}

/** Text up to the end of its line: a comment. What holds it breaks; it does not count towards the width. */
interface LineEnd {
  readonly kind: "line-end";
  readonly text: string;
}

interface Indent {
  readonly kind: "indent";
  readonly content: Doc;
}

interface Group {
  readonly kind: "group";
  readonly content: Doc;
  /** Whether it holds a line that always breaks, so that it can never be flat. */
  readonly broken: boolean;
}

interface Fill {
  readonly kind: "fill";
  readonly first: Doc;
  /** Each part behind its separator, which breaks when the part would not fit. */
  readonly rest: readonly (readonly [separator: Doc, part: Doc])[];
}

export const hardLine: Line = { kind: "line", flat: null };
export const softLine: Line = { kind: "line", flat: "" };
export const space: Line = { kind: "line", flat: " " };
/** Separates phrases: `; ` on one line, nothing but the break on several. */
export const semicolonOrLine: Line = { kind: "line", flat: "; " };

export function lineEnd(text: string): Doc {
  return { kind: "line-end", text };
}

export function indent(content: Doc): Doc {
  return { kind: "indent", content };
}

export function group(content: Doc): Doc {
  return { kind: "group", content, broken: alwaysBreaks(content) };
}

export function fill(first: Doc, rest: Fill["rest"]): Doc {
  return { kind: "fill", first, rest };
}

export function join(separator: Doc, parts: readonly Doc[]): Doc {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

export function isList<Other>(doc: Doc | Other): doc is readonly Doc[] {
  return Array.isArray(doc);
}

export function alwaysBreaks(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isList(doc)) return doc.some(alwaysBreaks);
  switch (doc.kind) {
    case "line":
      return doc.flat === null;
    case "line-end":
      return true;
    case "indent":
      return alwaysBreaks(doc.content);
    case "group":
      return doc.broken;
    case "fill":
      return alwaysBreaks(doc.first) || doc.rest.some((part) => part.some(alwaysBreaks));
  }
}

/** The text that a document starts with, up to where it could break. */
export function leadingText(doc: Doc): string {
  if (typeof doc === "string") return doc;
  if (isList(doc)) return doc.map(leadingText).find((text) => text !== "") ?? "";
  if (doc.kind === "line") return "";
  if (doc.kind === "line-end") return doc.text;
  return leadingText(doc.kind === "fill" ? doc.first : doc.content);
}

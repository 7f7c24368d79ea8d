import type { Source, Span } from "./source.ts";

/** A place to underline, and what to say about it. */
export interface Mark {
  readonly span: Span;
  readonly text: string;
  /** Whether it is the fault itself (`^`) or a second place that takes part in it (`-`). */
  readonly main: boolean;
}

export type Paint = (text: string, role: "main" | "other" | "gutter") => string;

/** Columns of source text shown of one line; of a longer line, the part around the mark is. */
const lineLimit = 120;

/** Columns kept before a mark when the start of its line is cut off. */
const context = 40;

/** Lines shown of a mark that covers several. */
const tallest = 4;

/** Lines shown between two marked lines that are this close, rather than an ellipsis. */
const closeBy = 1;

const tab = "    ";

/** The marked lines of a source with their numbers in a gutter and underlines below them. */
export function excerptOf(source: Source, marks: readonly Mark[], gutter: number, paint: Paint): string[] {
  const rows = marks.flatMap((mark) => segmentsOf(source, mark));
  const numbers = [...new Set(rows.map((row) => row.line))].sort((a, b) => a - b);
  const bar = paint("|", "gutter");
  const margin = " ".repeat(gutter);
  const output = [`${margin} ${bar}`];
  let previous: number | undefined;
  for (const number of numbers) {
    if (previous !== undefined) {
      if (number - previous - 1 > closeBy) output.push(paint("...", "gutter"));
      else for (let between = previous + 1; between < number; between++) output.push(textLine(between, 0));
    }
    const here = rows.filter((row) => row.line === number).sort((a, b) => a.start - b.start);
    const cut = cutOf(source.line(number), here[0]!.start);
    output.push(textLine(number, cut));
    for (const line of underlines(source.line(number), here, cut, paint))
      output.push(`${margin} ${bar} ${line}`);
    previous = number;
  }
  return output;

  function textLine(number: number, cut: number): string {
    const text = visible(source.line(number), cut);
    return `${paint(String(number).padStart(gutter), "gutter")} ${bar} ${text}`.trimEnd();
  }
}

/** The part of a mark on one line: columns from 0, the end exclusive. */
interface Segment {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly main: boolean;
}

/** A mark over many lines shows its first lines and its last. */
function segmentsOf(source: Source, { span, text, main }: Mark): Segment[] {
  const first = source.position(span.start);
  const last = source.position(Math.max(span.end, span.start));
  const segments: Segment[] = [];
  for (let line = first.line; line <= last.line; line++) {
    if (line - first.line >= tallest - 1 && line < last.line) continue;
    const content = source.line(line);
    const indent = content.length - content.trimStart().length;
    const start = line === first.line ? first.column - 1 : indent;
    const end = line === last.line ? last.column - 1 : content.length;
    const covers = end > start || line === first.line;
    if (covers) segments.push({ line, start, end, text: "", main });
  }
  return segments.map((segment, index) => (index === segments.length - 1 ? { ...segment, text } : segment));
}

/** How many columns of a line are left out on its left. */
function cutOf(line: string, start: number): number {
  return line.length <= lineLimit || start <= lineLimit - context ? 0 : start - context;
}

function visible(line: string, cut: number): string {
  const shown = line.slice(cut, cut + lineLimit);
  const before = cut > 0 ? "…" : "";
  const after = cut + lineLimit < line.length ? "…" : "";
  return `${before}${expand(shown)}${after}`;
}

/** Tabs are as wide as the terminal likes; spaces are not. */
function expand(text: string): string {
  return printable(text.replaceAll("\t", tab));
}

/** Characters that steer a terminal, or turn the direction of a text, show as a replacement. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** Marks without words share a line with the next mark; words need the rest of the line. */
function underlines(line: string, segments: readonly Segment[], cut: number, paint: Paint): string[] {
  const output: string[] = [];
  let row = "";
  let width = 0;
  for (const { start, end, text, main } of segments) {
    const from =
      (cut > 0 ? 1 : 0) + widthOf(line.slice(cut, Math.min(Math.max(start, cut), cut + lineLimit)));
    if (from < width) {
      output.push(row);
      row = "";
      width = 0;
    }
    const length = Math.max(1, widthOf(line.slice(Math.max(start, cut), Math.min(end, cut + lineLimit))));
    const marks = (main ? "^" : "-").repeat(length);
    row +=
      " ".repeat(from - width) + paint(text === "" ? marks : `${marks} ${text}`, main ? "main" : "other");
    width = text === "" ? from + length : Number.POSITIVE_INFINITY;
  }
  return [...output, row];
}

/** Columns that a text takes in a terminal: wide characters (East Asian, emoji) take two, combining ones none. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of expand(text)) {
    if (/\p{M}|\u200d/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

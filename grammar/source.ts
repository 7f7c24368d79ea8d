/** A file of text, and places in it. Offsets count UTF-16 code units, as JavaScript strings do. */

/** A half-open range of a source file: `start` is the first code unit, `end` the one after the last. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A position as people count: both start at 1; a column counts code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of one file and the offsets where its lines start. */
export class Source {
  private readonly lineStarts: readonly number[];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    const starts = [0];
    for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
      starts.push(index + 1);
    }
    this.lineStarts = starts;
  }

  /** Line and column of an offset; offsets outside the text are clamped to it. */
  position(offset: number): Position {
    const clamped = Math.min(Math.max(offset, 0), this.text.length);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStarts[middle]! <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: clamped - this.lineStarts[low]! + 1 };
  }

  /** The offset of a position; one outside the text is clamped to it. */
  offset({ line, column }: Position): number {
    const start = this.lineStarts[Math.min(Math.max(line, 1), this.lineStarts.length) - 1]!;
    return Math.min(start + Math.max(column, 1) - 1, this.text.length);
  }

  /** The text of a line (counted from 1) without its line break; empty when there is no such line. */
  line(number: number): string {
    const start = this.lineStarts[number - 1];
    if (start === undefined) return "";
    const end = this.lineStarts[number] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, "");
  }
}

/** The smallest span that covers both; both must lie in the same file. */
export function spanning(first: Span, last: Span): Span {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

import type { Source } from "./source.ts";
import type { Comment, SpecFile } from "./syntax.ts";

const upTo = {
  "{": /(?:[^{/]|\/\/[^\n]*)*\{/y,
  ")": /(?:[^)/]|\/\/[^\n]*)*\)/y,
};

/**
 * What the author's own layout tells the printer: line breaks, blank lines and comments. A tree without a source
 * has comments only, and no opinion on lines.
 */
export class Original {
  private next = 0;
  private readonly comments: readonly Comment[];

  constructor(
    tree: SpecFile,
    private readonly source: Source | undefined,
  ) {
    this.comments = tree.comments;
  }

  /** Whether there is a text to ask. */
  get known(): boolean {
    return this.source !== undefined;
  }

  /** Takes the comments that start before an offset and were not taken yet. Each comment is taken once. */
  takeBefore(offset: number): Comment[] {
    const taken: Comment[] = [];
    for (let comment = this.comments[this.next]; comment !== undefined; comment = this.comments[this.next]) {
      if (comment.span.start >= offset) break;
      taken.push(comment);
      this.next++;
    }
    return taken;
  }

  /** Takes the comments behind `end` on its line, and any before it; none that start at `limit` or later. */
  takeBehind(end: number, limit: number): Comment[] {
    const taken = this.takeBefore(Math.min(end, limit));
    const comment = this.comments[this.next];
    if (comment === undefined || comment.span.start >= limit) return taken;
    if (!this.known || this.brokenBetween(end, comment.span.start)) return taken;
    this.next++;
    return [...taken, comment];
  }

  /** The offset behind the next `{` or `)`, comments passed over; `offset` itself without a source. */
  behindNext(bracket: keyof typeof upTo, offset: number): number {
    const pattern = upTo[bracket];
    pattern.lastIndex = offset;
    return this.source !== undefined && pattern.test(this.source.text) ? pattern.lastIndex : offset;
  }

  /** Whether a line ends between two offsets. */
  brokenBetween(start: number, end: number): boolean {
    return this.source?.text.slice(start, end).includes("\n") ?? false;
  }

  /** Whether the author wrote a comma between two offsets, comments aside. */
  commaBetween(start: number, end: number): boolean {
    return (
      this.source?.text
        .slice(start, end)
        .replace(/\/\/.*/g, "")
        .includes(",") ?? false
    );
  }

  /** Whether the line after the one that ends behind `end` is blank. */
  blankAfter(end: number): boolean {
    const blank = /[^\S\n]*;?[^\S\n]*\n[^\S\n]*\n/y;
    blank.lastIndex = end;
    return this.source !== undefined && blank.test(this.source.text);
  }
}

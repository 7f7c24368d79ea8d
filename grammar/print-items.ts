import { type Doc, group, hardLine, indent, leadingText, semicolonOrLine, space } from "./document.ts";
import type { Original } from "./original.ts";
import { printBehind, printComment, printOwnLines } from "./print-comments.ts";
import type { Span } from "./source.ts";
import type { Comment } from "./syntax.ts";

export interface Item {
  readonly span: Span;
  readonly doc?: string;
}

/** An item with the comments around it, and whether its author left a blank line after all that. */
export interface PrintedItem {
  readonly before: Doc;
  readonly body: Doc;
  readonly behind: Doc;
  readonly blankAfter: boolean;
}

/** Prints items in order; comments up to the end of the last item's line are taken, none that start at `end`. */
export function printItems<Node extends Item>(
  items: readonly Node[],
  end: number,
  original: Original,
  print: (item: Node) => Doc,
): PrintedItem[] {
  return items.map((item, index) => {
    const leading = printOwnLines(original.takeBefore(item.span.start), original);
    const body = print(item);
    const rest = original.takeBehind(item.span.end, items[index + 1]?.span.start ?? end);
    // Of comments inside the item that found no place there, one can stand behind it; the others go before it.
    const moved = rest.slice(0, -1).map((comment) => [printComment(comment), hardLine]);
    const behind = rest.slice(-1);
    const before = [leading, moved, printDoc(item.doc)];
    const last = Math.max(item.span.end, behind.at(-1)?.span.end ?? 0);
    return { before, body, behind: printBehind(behind), blankAfter: original.blankAfter(last) };
  });
}

function printDoc(doc: string | undefined): Doc {
  if (doc === undefined) return "";
  return doc.split("\n").map((line) => [line === "" ? "///" : `/// ${line}`, hardLine]);
}

/**
 * A block in braces. It stays on one line if its author wrote it so and it fits; where there is no text to ask,
 * `flat` says whether it may. The brace is the first behind `headEnd`. Blank lines between its items are kept, one each.
 */
export function printBlock<Node extends Item>(
  items: readonly Node[],
  headEnd: number,
  end: number,
  original: Original,
  flat: boolean,
  print: (item: Node) => Doc,
): Doc {
  const inside = original.behindNext("{", headEnd);
  const behindBrace = items.length > 0 ? printBehind(original.takeBehind(inside, items[0]!.span.start)) : "";
  const printed = printItems(items, end, original, print);
  const rest = original.takeBefore(end);
  if (items.length === 0 && rest.length === 0) return "{}";
  const broken = original.known ? original.brokenBetween(inside, end) : !flat;
  const line = broken || rest.length > 0 ? hardLine : space;
  const blank = printed.at(-1)?.blankAfter === true && rest.length > 0 ? hardLine : "";
  return group([
    "{",
    indent([behindBrace, line, joinItems(printed), blank, printClosing(rest, original, printed.length > 0)]),
    line,
    "}",
  ]);
}

function joinItems(printed: readonly PrintedItem[]): Doc {
  return printed.map((item, index): Doc => {
    const next = printed[index + 1];
    if (next === undefined) return [item.before, item.body, item.behind];
    // A line that starts with one of these words would continue the line before it.
    const ambiguous = /^(?:as|in|extends)\b/.test(leadingText(next.body));
    const separator = ambiguous ? space : semicolonOrLine;
    const blank = item.blankAfter ? hardLine : "";
    return [item.before, item.body, ambiguous ? ";" : "", item.behind, separator, blank];
  });
}

/** Comments behind the last item, up to the brace. */
function printClosing(comments: readonly Comment[], original: Original, behindItem: boolean): Doc {
  return comments.map((comment, index): Doc => {
    const previous = comments[index - 1];
    const gap = previous !== undefined && original.blankAfter(previous.span.end) ? hardLine : "";
    return [index > 0 || behindItem ? hardLine : "", gap, printComment(comment)];
  });
}

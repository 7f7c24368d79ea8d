import { type Doc, hardLine, lineEnd } from "./document.ts";
import type { Original } from "./original.ts";
import type { Comment } from "./syntax.ts";

/** Comments behind something; a line has to break after them. */
export function printBehind(comments: readonly Comment[]): Doc {
  return comments.map((comment, index) =>
    index === 0 ? lineEnd(` ${commentText(comment)}`) : [hardLine, printComment(comment)],
  );
}

export function printComment(comment: Comment): Doc {
  return lineEnd(commentText(comment));
}

function commentText(comment: Comment): string {
  return `//${comment.text}`;
}

/** Comments on lines of their own; blank lines behind them are kept. */
export function printOwnLines(comments: readonly Comment[], original: Original): Doc {
  return comments.map((comment) => {
    return [printComment(comment), hardLine, original.blankAfter(comment.span.end) ? hardLine : ""];
  });
}

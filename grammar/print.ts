import { layOut } from "./lay-out.ts";
import { Original } from "./original.ts";
import { printOwnLines } from "./print-comments.ts";
import { printDeclaration } from "./print-declarations.ts";
import { printItems } from "./print-items.ts";
import type { Source } from "./source.ts";
import type { SpecFile } from "./syntax.ts";

/** Columns that a line may take; names and strings that are longer stay whole. */
export const lineWidth = 100;

/**
 * The canonical text of a tree; parsing it gives the tree again. With the source that the tree was parsed from,
 * the author's choices of lines are respected: short blocks on one line, breaks in pipes, blank lines.
 */
export function print(tree: SpecFile, source?: Source): string {
  const original = new Original(tree, source);
  const items = printItems(tree.declarations, tree.span.end, original, (node) =>
    printDeclaration(node, original),
  );
  let text = "";
  let previous: { tall: boolean; blankAfter: boolean } | undefined;
  for (const item of items) {
    const printed = layOut([item.before, item.body, item.behind], lineWidth);
    if (previous !== undefined) {
      const apart = previous.tall || previous.blankAfter || printed.includes("\n") || !original.known;
      text += apart ? "\n\n" : "\n";
    }
    text += printed;
    previous = { tall: layOut(item.body, lineWidth).includes("\n"), blankAfter: item.blankAfter };
  }
  const rest = original.takeBefore(Number.POSITIVE_INFINITY);
  if (rest.length > 0) {
    if (previous !== undefined) text += previous.blankAfter ? "\n\n" : "\n";
    text += layOut(printOwnLines(rest, original), lineWidth);
  }
  return text === "" ? "" : `${text.trimEnd()}\n`;
}

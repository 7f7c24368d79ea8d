import { type Doc, fill, group, hardLine, indent, softLine, space } from "./document.ts";
import type { Original } from "./original.ts";
import { printBehind } from "./print-comments.ts";

interface Placed {
  readonly span: { readonly start: number; readonly end: number };
}

/** Between brackets: on one line if they fit, else each on a line of its own. */
export function printEnclosed<Node extends Placed>(
  open: string,
  close: string,
  nodes: readonly Node[],
  end: number,
  original: Original,
  print: (node: Node) => Doc,
): Doc {
  const parts = nodes.map((node, index): Doc => {
    const comments = original.takeBefore(node.span.start);
    const comma = index === 0 ? "" : ",";
    const line = comments.length > 0 ? hardLine : index === 0 ? softLine : space;
    return [comma, printBehind(comments), line, print(node)];
  });
  const last = original.takeBefore(end);
  return group([open, indent([parts, printBehind(last)]), last.length > 0 ? hardLine : softLine, close]);
}

/** As `printEnclosed`, in brackets, but with as many on a line as fit. */
export function printList<Node extends Placed>(
  nodes: readonly Node[],
  end: number,
  original: Original,
  print: (node: Node) => Doc,
): Doc {
  const parts = nodes.map((node, index): [Doc, Doc] => {
    const comments = original.takeBefore(node.span.start);
    const comma = index === 0 ? "" : ",";
    const line = comments.length > 0 ? hardLine : index === 0 ? softLine : space;
    return [[comma, printBehind(comments), line], print(node)];
  });
  const last = original.takeBefore(end);
  const [first, ...rest] = parts;
  const content: Doc = first === undefined ? "" : [first[0], fill(first[1], rest)];
  return group(["[", indent([content, printBehind(last)]), last.length > 0 ? hardLine : softLine, "]"]);
}

import type { Identifier } from "../../../grammar/syntax.ts";
import type { Element, GroupElement } from "../network/element.ts";

/** How narrowly a path names something: parts that are names, and parts that are kinds or roles. */
export interface PathMatch {
  readonly names: number;
  readonly kinds: number;
}

/**
 * Whether a path leads to an element: its last part is the element itself, the parts before it occur in this
 * order among the element's ancestors (network, bindings, blocks, layers), with anything between them.
 * `owner` says through which of its owners a parameter is looked at.
 */
export function matchPath(
  parts: readonly Identifier[],
  element: Element,
  owner: Element | null = parentOf(element),
): PathMatch | null {
  let names = 0;
  let kinds = 0;
  let position = parts.length - 1;
  for (let link: Element | null = element; link !== null && position >= 0; ) {
    const { text } = parts[position]!;
    if (link.type === text) kinds++;
    else if (link.name === text) names++;
    else if (link === element) return null;
    if (link.type === text || link.name === text) position--;
    link = link === element ? owner : parentOf(link);
  }
  return position < 0 ? { names, kinds } : null;
}

function parentOf(element: Element): GroupElement | null {
  return element.kind === "parameter" ? null : element.parent;
}

import type { Selector } from "../../../grammar/syntax.ts";
import { evaluateNumber } from "../evaluate-constant.ts";
import type { Element, GroupElement, NodeElement } from "../network/element.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import type { ElementIndex } from "./element-index.ts";
import { matchPath } from "./match-path.ts";
import { holds, measure } from "./predicate.ts";
import type { Specificity } from "./target.ts";

/** An element a selector's path and predicates choose; a parameter with the owner through which it was found. */
export interface Found {
  readonly element: Element;
  readonly owner: GroupElement | NodeElement | null;
  readonly specificity: Specificity;
}

/** The elements of a path, less those that a predicate refuses. Undefined when a predicate is in error. */
export function findElements(
  { path, predicates }: Selector,
  scope: Scope,
  index: ElementIndex,
  session: Session,
): readonly Found[] | undefined {
  const parts = path!.parts;
  const candidates = index.byLabel.get(parts.at(-1)!.text) ?? [];
  let found: readonly Found[] = candidates.flatMap((element) => {
    const owners = element.kind === "parameter" ? element.owners : [null];
    return owners.flatMap((owner) => {
      const match = matchPath(parts, element, owner ?? undefined);
      return match === null
        ? []
        : [{ element, owner, specificity: { ...match, conditions: predicates.length } }];
    });
  });
  const matched = found;
  for (const { name, operator, value } of predicates) {
    const right = evaluateNumber(value, scope, session);
    if (right === undefined) return undefined;
    const known = new Set<string>();
    found = found.filter(({ element, owner }) => {
      const numbers = measure(element, owner);
      const left = numbers.get(name.text);
      for (const key of numbers.keys()) known.add(key);
      return left !== undefined && holds(operator, left, right);
    });
    if (matched.length > 0 && found.length === 0 && !known.has(name.text)) {
      return session.faults.report("unknown-predicate", { name: name.text, known: [...known] }, name.span);
    }
  }
  return found;
}

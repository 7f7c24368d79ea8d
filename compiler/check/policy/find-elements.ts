import type { Identifier, Selector } from "../../../grammar/syntax.ts";
import { evaluateNumber } from "../evaluate-constant.ts";
import type { Element, GroupElement, NodeElement } from "../network/element.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { type ElementIndex, elementsWithin } from "./element-index.ts";
import { matchPath } from "./match-path.ts";
import { holds, numberOf, numbersOf } from "./predicate.ts";
import type { Specificity } from "./target.ts";

/** An element a selector's path and predicates choose; a parameter with the owner through which it was found. */
export interface Found {
  readonly element: Element;
  readonly owner: GroupElement | NodeElement | null;
  readonly specificity: Specificity;
}

/** The elements a selector's path leads to, less those that a predicate refuses. Undefined when a predicate is in error. */
export function findElements(
  { place, path, predicates }: Selector,
  scope: Scope,
  index: ElementIndex,
  session: Session,
): readonly Found[] | undefined {
  const matched = matchesOf(place?.text, path?.parts, predicates.length, index);
  let left: readonly Found[] = matched;
  for (const { name, operator, value } of predicates) {
    const right = evaluateNumber(value, scope, session);
    if (right === undefined) return undefined;
    const has = ({ element, owner }: Found) => numberOf(element, owner, name.text) !== undefined;
    if (matched.length > 0 && !left.some(has) && !matched.some(has)) {
      const known = new Set(matched.flatMap(({ element, owner }) => numbersOf(element, owner)));
      return session.faults.report("unknown-predicate", { name: name.text, known: [...known] }, name.span);
    }
    left = left.filter(({ element, owner }) => {
      const number = numberOf(element, owner, name.text);
      return number !== undefined && holds(operator, number, right);
    });
  }
  return left;
}

/** What is chosen before conditions; found once, as many rules of a policy choose alike. */
function matchesOf(
  place: string | undefined,
  parts: readonly Identifier[] | undefined,
  conditions: number,
  index: ElementIndex,
): readonly Found[] {
  const { matches } = index;
  const path = parts?.map(({ text }) => text).join(".") ?? `(${place ?? "parameters"})`;
  const key = `${conditions} ${path}`;
  const found =
    matches.get(key) ??
    (parts === undefined ? everything(place, conditions, index) : findMatches(parts, conditions, index));
  matches.set(key, found);
  return found;
}

/** What a path leads to; the last two parts find the candidates, so that a rule never looks at everything. */
function findMatches(
  parts: readonly Identifier[],
  conditions: number,
  index: ElementIndex,
): readonly Found[] {
  const found: Found[] = [];
  let specificity: Specificity = { names: 0, conditions, kinds: 0 };
  const add = (element: Element, owner: GroupElement | NodeElement | null): void => {
    const match = matchPath(parts, element, owner ?? undefined);
    if (match === null) return;
    // Nearly all of them are chosen alike.
    if (match.names !== specificity.names || match.kinds !== specificity.kinds)
      specificity = { ...match, conditions };
    found.push({ element, owner, specificity });
  };
  const [container, last] = [parts.at(-2)?.text, parts.at(-1)!.text];
  const candidates =
    container === undefined ? (index.byLabel.get(last) ?? []) : elementsWithin(container, last, index);
  for (const element of candidates) {
    if (element.kind === "parameter") for (const owner of element.owners) add(element, owner);
    else add(element, null);
  }
  return found;
}

/** Without a path: all inputs, all layers for `after` and `before`, all parameters for conditions alone. */
function everything(
  place: string | undefined,
  conditions: number,
  { network, nodes, parameters }: ElementIndex,
): Found[] {
  const elements: readonly Element[] =
    place === "input"
      ? network.draft.inputs
      : place === undefined
        ? parameters.filter(({ parameter }) => parameter.trainable)
        : nodes;
  const specificity: Specificity = { names: 0, conditions, kinds: 0 };
  return elements.map((element) => {
    const owner = element.kind === "parameter" ? element.owners[0]! : null;
    return { element, owner, specificity };
  });
}

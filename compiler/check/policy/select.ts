import type { Selector } from "../../../grammar/syntax.ts";
import type { Element, GroupElement, NodeElement, ParameterElement } from "../network/element.ts";
import { type Scope, wordOf } from "../scope.ts";
import type { Session } from "../session.ts";
import { type ElementIndex, ownedParameters } from "./element-index.ts";
import { type Found, findElements } from "./find-elements.ts";
import { hintForNothing } from "./hint-for-nothing.ts";
import { beforeTargets, outputTarget, parameterTarget, valueTarget, wholeTarget } from "./make-target.ts";
import type { Selected, Specificity, Target } from "./target.ts";

const wholePlaces = ["target", "gradient", "update", "run"] as const;

/** Everything a selector reaches in a network. Nothing is an error, which is reported. */
export function select(
  selector: Selector,
  scope: Scope,
  index: ElementIndex,
  session: Session,
): readonly Selected[] | undefined {
  const { faults } = session;
  const written = session.written(selector);
  const place = selector.place?.text;
  const whole = place === undefined ? wholePlaces.find((name) => isPlace(selector, name)) : undefined;
  if (whole !== undefined) {
    const target = wholeTarget(whole);
    return [{ target, specificity: { names: 0, conditions: 1, kinds: 0 } }];
  }
  if (place === "output") return selectOutputs(selector, index, session);
  if (selector.path === undefined && selector.predicates.length === 0 && place !== "input") {
    return faults.report("place-without-path", { place: place ?? written }, selector.span);
  }
  const found = findElements(selector, scope, index, session);
  if (found === undefined) return undefined;
  const selected: Selected[] = [];
  for (const one of found) selected.push(...targetsOf(one, place, index));
  if (selected.length > 0) return unique(selected);
  if (place === "before" && found.length > 0) {
    return faults.report("before-a-group", { selector: written }, selector.span);
  }
  const hint = hintForNothing(selector, index);
  return faults.report("nothing-selected", { selector: written, hint }, selector.span);
}

function isPlace({ path, predicates }: Selector, name: string): boolean {
  return path !== undefined && wordOf(path) === name && predicates.length === 0;
}

function selectOutputs(
  { path, predicates, span }: Selector,
  { outputs, network }: ElementIndex,
  session: Session,
): readonly Selected[] | undefined {
  const name = path?.parts.map(({ text }) => text).join(".");
  if (predicates.length > 0) {
    return session.faults.report("unknown-predicate", { name: predicates[0]!.name.text, known: [] }, span);
  }
  const chosen = [...outputs].filter(([output]) => name === undefined || name === output);
  if (chosen.length === 0) {
    const slots = { network: network.declaration.name.text, name: name!, known: [...outputs.keys()] };
    return session.faults.report("unknown-output", slots, span);
  }
  return chosen.map(([output, value]) => ({
    target: outputTarget(output, value),
    specificity: { names: name === undefined ? 0 : 1, conditions: 1, kinds: 0 },
  }));
}

/** What a selector with this place word, or with none, reaches through an element. */
function targetsOf(
  { element, owner, specificity }: Found,
  place: string | undefined,
  index: ElementIndex,
): readonly Selected[] {
  switch (place) {
    case "input":
      return element.kind === "input" ? [placed(valueTarget(element.value, index), specificity)] : [];
    case "after":
      return element.kind === "parameter" || element.value === null
        ? []
        : [placed(valueTarget(element.value, index), specificity)];
    case "before":
      return element.kind === "node"
        ? beforeTargets(element).map((target) => placed(target, specificity))
        : [];
    default:
      return within(element, owner, specificity, index);
  }
}

/** A place word is a condition more. */
function placed(target: Target, specificity: Specificity): Selected {
  return { target, specificity: { ...specificity, conditions: specificity.conditions + 1 } };
}

/** Without a place word a rule reaches the parameters in an element, and the value it gives. */
function within(
  element: Element,
  owner: GroupElement | NodeElement | null,
  specificity: Specificity,
  index: ElementIndex,
): readonly Selected[] {
  if (element.kind === "parameter") return [parameterOf(element, owner, specificity, index)];
  const value = element.value === null ? [] : [{ target: valueTarget(element.value, index), specificity }];
  if (element.kind === "input") return value;
  const parameters = [...ownedParameters(element, index.live)].map((owned) =>
    parameterOf(owned.parameter, owned.owner, specificity, index),
  );
  return [...parameters, ...value];
}

function parameterOf(
  parameter: ParameterElement,
  owner: GroupElement | NodeElement | null,
  specificity: Specificity,
  index: ElementIndex,
): Selected {
  // A shared layer's declaration stands for all of its uses.
  const use = owner === parameter.owners[0] ? null : owner;
  return { target: parameterTarget(parameter, use, index), specificity };
}

/** A target reached twice by one selector (through a block and through a layer in it) counts once. */
function unique(selected: readonly Selected[]): readonly Selected[] {
  const seen = new Set<Target>();
  return selected.filter(({ target }) => !seen.has(target) && seen.add(target) !== undefined);
}

import type { Predicate } from "../../../grammar/syntax.ts";
import type { Element, NodeElement } from "../network/element.ts";

/** The number of an element that a predicate compares; undefined where it has none of this name. */
export function numberOf(element: Element, owner: Element | null, name: string): number | undefined {
  const shape = element.kind === "parameter" ? element.parameter.shape : element.value?.shape;
  const depth = element.kind === "parameter" ? element.depth : element.value?.depth;
  if (name === "rank" && shape !== undefined) return shape.length;
  if (name === "size" && shape !== undefined) return sizeOf(shape);
  if (name === "depth" && depth !== undefined) return depth;
  const copy = name === "copy" ? copyOf(element.kind === "parameter" ? owner : element) : null;
  const option = copy ?? nodeOf(element, owner)?.node.options[name];
  return typeof option === "number" ? option : undefined;
}

/** The names of the numbers that an element has. */
export function numbersOf(element: Element, owner: Element | null): readonly string[] {
  const options = Object.entries(nodeOf(element, owner)?.node.options ?? {});
  const numeric = options.flatMap(([name, value]) => (typeof value === "number" ? [name] : []));
  const others = ["copy", "rank", "size", "depth"];
  return [...numeric, ...others.filter((name) => numberOf(element, owner, name) !== undefined)];
}

function nodeOf(element: Element, owner: Element | null): NodeElement | null {
  if (element.kind === "node") return element;
  return owner?.kind === "node" ? owner : null;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** The number of the nearest copy of a `repeat` that the element is, or lies in. */
function copyOf(element: Element | null): number | null {
  for (let link = element; link !== null; link = link.kind === "parameter" ? null : link.parent) {
    if (link.kind !== "parameter" && link.copy !== null) return link.copy;
  }
  return null;
}

export function holds(operator: Predicate["operator"], left: number, right: number): boolean {
  switch (operator) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

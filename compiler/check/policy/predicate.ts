import type { Predicate } from "../../../grammar/syntax.ts";
import type { Element, Tensor } from "../network/element.ts";

/** The numbers of an element that predicates compare, by name. */
export function measure(element: Element, owner: Element | null): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const node = element.kind === "node" ? element : owner?.kind === "node" ? owner : null;
  for (const [name, value] of Object.entries(node?.node.options ?? {})) {
    if (typeof value === "number") numbers.set(name, value);
  }
  const copy = copyOf(element.kind === "parameter" ? owner : element);
  if (copy !== null) numbers.set("copy", copy);
  if (element.kind === "parameter") {
    addShape(numbers, element.parameter.shape);
    numbers.set("depth", element.depth);
  } else if (element.value !== null) {
    const { shape, depth }: Tensor = element.value;
    addShape(numbers, shape);
    numbers.set("depth", depth);
  }
  return numbers;
}

function addShape(numbers: Map<string, number>, shape: readonly number[]): void {
  numbers.set("rank", shape.length);
  numbers.set(
    "size",
    shape.reduce((product, dimension) => product * dimension, 1),
  );
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

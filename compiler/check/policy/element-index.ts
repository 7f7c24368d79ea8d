import type { ElaboratedNetwork } from "../network/elaborate-network.ts";
import type { Element, GroupElement, NodeElement, ParameterElement, Tensor } from "../network/element.ts";
import type { Found } from "./find-elements.ts";
import type { Target } from "./target.ts";

/** Everything of a network that a selector can choose, found by name or kind. */
export interface ElementIndex {
  readonly network: ElaboratedNetwork;
  readonly byLabel: ReadonlyMap<string, readonly Element[]>;
  /** What lies in something, by both their labels; for a label of what lies in it when that is first asked for. */
  readonly contained: Map<string, ReadonlyMap<string, readonly Element[]>>;
  /** Nodes that reach an output, in topological order. */
  readonly nodes: readonly NodeElement[];
  /** Ids of these nodes, and of the inputs they read. */
  readonly live: ReadonlySet<string>;
  /** Parameters of these nodes. */
  readonly parameters: readonly ParameterElement[];
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** What rules reached so far: values and parameters are the same targets for every rule. */
  readonly targets: Map<Tensor | ParameterElement, Target>;
  /** What paths, or places without a path, led to so far, by how many conditions follow and their text: many rules share one. */
  readonly matches: Map<string, readonly Found[]>;
}

/** Indexes what reaches an output; what does not is neither trained nor selected. Statistics are not selected. */
export function indexElements(network: ElaboratedNetwork): ElementIndex {
  const { draft } = network;
  const outputs = new Map<string, Tensor>();
  for (const [name, { value }] of network.outputs) if (value !== undefined) outputs.set(name, value);
  const live = reachable(draft.nodes, outputs);
  const nodes = draft.nodes.filter((node) => live.has(node.node.id));
  const owned = new Set(nodes.flatMap((node) => node.parameters));
  const byLabel = new Map<string, Element[]>();
  const add = (label: string, element: Element) => {
    const known = byLabel.get(label);
    if (known === undefined) byLabel.set(label, [element]);
    else known.push(element);
  };
  const visited = new Set<Element>();
  const visit = (element: Element) => {
    if (visited.has(element)) return;
    visited.add(element);
    if (!isLeftOut(element)) {
      add(element.name, element);
      if (element.type !== null && element.type !== element.name) add(element.type, element);
    }
    if (element.kind === "group") for (const child of element.children) visit(child);
    if (element.kind === "node" && live.has(element.node.id)) element.parameters.forEach(visit);
  };
  const isLeftOut = (element: Element): boolean => {
    if (element.kind === "node") return !live.has(element.node.id);
    if (element.kind === "parameter") return !owned.has(element) || !element.parameter.trainable;
    // Something in a binding may live on under its own name when the binding itself does not.
    return element.kind === "group" && element.value !== null && !live.has(element.value.id);
  };
  visit(draft.root);
  const parameters = draft.parameters.filter((parameter) => owned.has(parameter));
  const known = { contained: new Map(), targets: new Map(), matches: new Map() };
  return { network, byLabel, nodes, live, parameters, outputs, ...known };
}

/** The elements of one label that lie in something of another, however deep; parameters through any owner. */
export function elementsWithin(
  container: string,
  label: string,
  { byLabel, contained }: ElementIndex,
): readonly Element[] {
  const known = contained.get(label) ?? groupByContainer(byLabel.get(label) ?? []);
  contained.set(label, known);
  return known.get(container) ?? [];
}

function groupByContainer(elements: readonly Element[]): ReadonlyMap<string, readonly Element[]> {
  const groups = new Map<string, Element[]>();
  const add = (label: string, element: Element): void => {
    const known = groups.get(label);
    if (known === undefined) groups.set(label, [element]);
    else if (known.at(-1) !== element) known.push(element);
  };
  for (const element of elements) {
    const owners = element.kind === "parameter" ? element.owners : [element.parent];
    for (const owner of owners)
      for (let link: GroupElement | NodeElement | null = owner; link !== null; link = link.parent) {
        add(link.name, element);
        if (link.type !== null) add(link.type, element);
      }
  }
  return groups;
}

function reachable(nodes: readonly NodeElement[], outputs: ReadonlyMap<string, Tensor>): ReadonlySet<string> {
  const live = new Set([...outputs.values()].map(({ id }) => id));
  for (const { node } of nodes.toReversed()) {
    if (live.has(node.id)) for (const input of node.inputs) live.add(input);
  }
  return live;
}

/** The trainable parameters in an element, each with the use of it that lies in the element. */
export function* ownedParameters(
  element: GroupElement | NodeElement,
  live: ReadonlySet<string>,
): Generator<{ readonly parameter: ParameterElement; readonly owner: GroupElement | NodeElement }> {
  if (element.kind === "node") {
    if (!live.has(element.node.id)) return;
    for (const parameter of element.parameters) {
      if (parameter.parameter.trainable) yield { parameter, owner: element };
    }
    return;
  }
  for (const child of element.children) {
    if (child.kind === "parameter") {
      if (child.parameter.trainable) yield { parameter: child, owner: element };
    } else if (child.kind !== "input") yield* ownedParameters(child, live);
  }
}

import type { Model, Node, Parameter, Site } from "../ir/model.ts";
import type { Note } from "../passes/note.ts";
import { updatedParameters } from "../synthesize/updated-parameters.ts";

/** A model with what explanations look up for each of its parameters and places. */
export interface ModelIndex {
  readonly model: Model;
  /** Parameters that the loss depends on. */
  readonly updated: ReadonlySet<Parameter>;
  readonly node: (id: string) => Node | undefined;
  readonly parameter: (id: string) => Parameter | undefined;
  /** The nodes that use a parameter. */
  readonly users: (parameter: string) => readonly Node[];
  /** The nodes that read a value. */
  readonly readers: (value: string) => readonly Node[];
  /** The techniques that act on a value for all of its readers. */
  readonly sitesAfter: (value: string) => readonly Site[];
  /** What the passes said of the instructions of an origin. */
  readonly notesOn: (origin: string) => readonly Note[];
  /** What a pass said. */
  readonly notesOf: (pass: string) => readonly Note[];
}

export function indexModel(model: Model, notes: readonly Note[]): ModelIndex {
  const { nodes, parameters } = model.network;
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const parameterById = new Map(parameters.map((parameter) => [parameter.id, parameter]));
  return {
    model,
    updated: new Set(updatedParameters(model)),
    node: (id) => nodeById.get(id),
    parameter: (id) => parameterById.get(id),
    users: groupByKeys(nodes, (node) => Object.values(node.parameters)),
    readers: groupByKeys(nodes, ({ inputs }) => inputs),
    sitesAfter: groupByKeys(model.sites, ({ at }) => (at.site === "activation" ? [at.value] : [])),
    notesOn: groupByKeys(notes, ({ origin }) => [origin]),
    notesOf: groupByKeys(notes, ({ pass }) => [pass]),
  };
}

/** Finds the items that name a key, in their order. */
function groupByKeys<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
): (key: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return (key) => groups.get(key) ?? [];
}

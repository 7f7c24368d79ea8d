import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { diagnose } from "../messages.ts";
import type { Model } from "../model.ts";
import { jsonPath } from "./json-path.ts";

type Named = readonly [name: string, path: readonly (string | number)[]];

/** Ids and names are unique, each in its own set; inputs and nodes share one, because both name values. */
export function uniqueNames({ network, sites, data, run }: Model): readonly Diagnostic[] {
  const named = (list: readonly { readonly id: string }[], ...path: readonly string[]) =>
    list.map(({ id }, index): Named => [id, [...path, index, "id"]]);
  const sets: readonly (readonly Named[])[] = [
    [...named(network.inputs, "network", "inputs"), ...named(network.nodes, "network", "nodes")],
    named(network.parameters, "network", "parameters"),
    network.outputs.map(({ name }, index): Named => [name, ["network", "outputs", index, "name"]]),
    named(sites, "sites"),
    data.fields.map(({ name }, index): Named => [name, ["data", "fields", index, "name"]]),
    run.metrics.map(({ name }, index): Named => [name, ["run", "metrics", index, "name"]]),
  ];
  return sets.flatMap(duplicates);
}

function duplicates(names: readonly Named[]): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return names.flatMap(([name, keys]) => {
    const path = jsonPath(keys);
    const before = first.get(name);
    if (before !== undefined)
      return [diagnose("document-duplicate-name", { path, name, first: before }, null)];
    first.set(name, path);
    return [];
  });
}

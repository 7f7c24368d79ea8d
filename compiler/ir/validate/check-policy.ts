import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { propertyOf, sitesOfProperty, techniqueDefinitions } from "../../check/policy/techniques.ts";
import type { SiteName } from "../../definitions/technique.ts";
import { diagnose } from "../messages.ts";
import type { Model, Place } from "../model.ts";
import { candidates } from "./candidates.ts";
import { jsonPath } from "./json-path.ts";

type Keys = readonly (string | number)[];

/** Techniques stand where they are legal (0.4), on things that exist, and no two on one property of a parameter. */
export function* checkPolicy(model: Model): Generator<Diagnostic> {
  yield* checkParameters(model);
  yield* checkSites(model);
}

function checkParameters({ network }: Model): readonly Diagnostic[] {
  return network.parameters.flatMap(({ policy, removed = [] }, index) => {
    const parameter = ["network", "parameters", index];
    const first = new Map<string, Keys>();
    const entries = [
      ...policy.map(({ technique }, i) => ({ entry: acts(technique), keys: [...parameter, "policy", i] })),
      ...removed.map(({ property }, i) => ({ entry: taken(property), keys: [...parameter, "removed", i] })),
    ];
    return entries.flatMap(({ entry, keys }) => {
      const { property } = entry;
      const before = first.get(property);
      first.set(property, keys);
      const misplaced = checkLegal(entry, ["parameter"], "a parameter", keys);
      if (before === undefined) return misplaced;
      const slots = { path: jsonPath(keys), property, first: jsonPath(before) };
      return [...misplaced, diagnose("document-competing-techniques", slots, null)];
    });
  });
}

/** What an entry of a document speaks of. */
interface Named {
  readonly name: string;
  readonly property: string;
  /** Where it is legal. */
  readonly sites: readonly SiteName[];
}

function acts(technique: string): Named {
  const { sites } = techniqueDefinitions[technique]!;
  return { name: technique, property: propertyOf(technique), sites };
}

/** `none` is legal wherever one of the property's techniques is. */
function taken(property: string): Named {
  return { name: property, property, sites: [...sitesOfProperty(property)!] };
}

function* checkSites({ network, sites: all, removed = [] }: Model): Generator<Diagnostic> {
  const ids = {
    inputs: new Set(network.inputs.map(({ id }) => id)),
    nodes: new Map(network.nodes.map((node) => [node.id, node])),
    outputs: new Set(network.outputs.map(({ name }) => name)),
  };
  const placed = [
    ...all.map(({ technique, at }, i) => ({ ...acts(technique), at, keys: ["sites", i] })),
    ...removed.map(({ property, at }, i) => ({ ...taken(property), at, keys: ["removed", i] })),
  ];
  for (const { at, keys, ...entry } of placed) {
    const { sites, words, fault } = readPlace(at, [...keys, "at"], ids);
    if (fault !== undefined) yield fault;
    else yield* checkLegal(entry, sites, words, keys);
  }
}

interface Ids {
  readonly inputs: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, { readonly inputs: readonly string[] }>;
  readonly outputs: ReadonlySet<string>;
}

/** The sites that a place counts as: a value of the network's input is both an input and an activation. */
function readPlace(at: Place, keys: Keys, { inputs, nodes, outputs }: Ids) {
  const value = (id: string) =>
    inputs.has(id)
      ? { sites: ["input", "activation"] as const, words: "an input" }
      : { sites: ["activation"] as const, words: "an activation" };
  const unknown = (what: string, key: string, name: string, known: Iterable<string>) => ({
    ...value(name),
    fault: diagnose(
      "document-unknown-reference",
      { path: jsonPath([...keys, key]), what, name, known: candidates(name, [...known]) },
      null,
    ),
  });
  switch (at.site) {
    case "activation":
      return inputs.has(at.value) || nodes.has(at.value)
        ? { ...value(at.value), fault: undefined }
        : unknown("value", "value", at.value, [...inputs, ...nodes.keys()]);
    case "before": {
      const node = nodes.get(at.node);
      if (node === undefined) return unknown("node", "node", at.node, nodes.keys());
      const source = node.inputs[at.input];
      if (source !== undefined) return { ...value(source), fault: undefined };
      const expected = `below ${node.inputs.length}, the number of inputs of \`${at.node}\``;
      const slots = { path: jsonPath([...keys, "input"]), expected, found: String(at.input) };
      return { ...value(at.node), fault: diagnose("document-out-of-range", slots, null) };
    }
    case "output":
      return outputs.has(at.output)
        ? { sites: ["output"] as const, words: "an output", fault: undefined }
        : unknown("output", "output", at.output, outputs);
    default:
      return { sites: [at.site], words: `the ${at.site}`, fault: undefined };
  }
}

function checkLegal(
  { name, sites }: Named,
  stands: readonly SiteName[],
  site: string,
  keys: Keys,
): readonly Diagnostic[] {
  if (stands.some((other) => sites.includes(other))) return [];
  const slots = { path: jsonPath(keys), technique: name, site, sites };
  return [diagnose("document-misplaced-technique", slots, null)];
}

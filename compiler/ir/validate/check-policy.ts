import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { SiteName } from "../../definitions/technique.ts";
import { type TechniqueName, techniques } from "../../definitions/techniques/index.ts";
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
  return network.parameters.flatMap((parameter, index) => {
    const keys = ["network", "parameters", index];
    const first = new Map<string, string>();
    return parameter.policy.flatMap(({ technique }, position) => {
      const path = jsonPath([...keys, "policy", position]);
      const property = propertyOf(technique);
      const before = first.get(property);
      first.set(property, path);
      return [
        ...checkLegal(technique, ["parameter"], "a parameter", path),
        ...(before === undefined
          ? []
          : [diagnose("document-competing-techniques", { path, property, first: before }, null)]),
      ];
    });
  });
}

function propertyOf(technique: string): string {
  return techniques[technique as TechniqueName].property ?? technique;
}

function* checkSites({ network, sites: all }: Model): Generator<Diagnostic> {
  const ids = {
    inputs: new Set(network.inputs.map(({ id }) => id)),
    nodes: new Map(network.nodes.map((node) => [node.id, node])),
    outputs: new Set(network.outputs.map(({ name }) => name)),
  };
  for (const [index, { technique, at }] of all.entries()) {
    const { sites, words, fault } = readPlace(at, ["sites", index, "at"], ids);
    if (fault !== undefined) yield fault;
    else yield* checkLegal(technique, sites, words, jsonPath(["sites", index]));
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
  technique: string,
  stands: readonly SiteName[],
  site: string,
  path: string,
): readonly Diagnostic[] {
  const { sites }: { readonly sites: readonly SiteName[] } = techniques[technique as TechniqueName];
  return stands.some((name) => sites.includes(name))
    ? []
    : [diagnose("document-misplaced-technique", { path, technique, site, sites }, null)];
}

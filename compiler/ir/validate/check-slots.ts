import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { ParameterRequest } from "../../definitions/layer.ts";
import { diagnose } from "../messages.ts";
import type { Node, Parameter } from "../model.ts";
import { printJson, sameJson } from "../print-json.ts";
import { candidates } from "./candidates.ts";
import { jsonPath } from "./json-path.ts";

/** A node names one parameter for each slot of its layer, and each is what the layer asks for. */
export function checkSlots(
  node: Node,
  keys: readonly (string | number)[],
  requests: readonly ParameterRequest[],
  parameters: ReadonlyMap<string, { readonly parameter: Parameter; readonly index: number }>,
): readonly Diagnostic[] {
  const slots = requests.map(({ slot }) => slot);
  const given = Object.keys(node.parameters);
  if (given.length !== slots.length || !slots.every((slot) => Object.hasOwn(node.parameters, slot))) {
    const path = jsonPath([...keys, "parameters"]);
    return [diagnose("document-wrong-slots", { path, layer: node.layer, expected: slots }, null)];
  }
  return requests.flatMap((request) => {
    const name = node.parameters[request.slot]!;
    const named = parameters.get(name);
    if (named !== undefined) return compare(request, named.parameter, named.index, node.id);
    const path = jsonPath([...keys, "parameters", request.slot]);
    const known = candidates(name, [...parameters.keys()]);
    return [diagnose("document-unknown-reference", { path, what: "parameter", name, known }, null)];
  });
}

const decided = {
  role: "role",
  shape: "shape",
  trainable: "trainability",
  fanInAxes: "fan-in axes",
  initializer: "initializer",
} as const;

function compare(request: ParameterRequest, parameter: Parameter, index: number, node: string) {
  return (Object.keys(decided) as (keyof typeof decided)[]).flatMap((key) => {
    if (sameJson(request[key], parameter[key])) return [];
    const expected = printJson(request[key]);
    const found = printJson(parameter[key]);
    const path = jsonPath(["network", "parameters", index]);
    return [
      diagnose("document-wrong-parameter", { path, property: decided[key], expected, found, node }, null),
    ];
  });
}

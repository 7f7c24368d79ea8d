import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import type { LayerDefinition } from "../../definitions/layer.ts";
import { type LayerName, layers } from "../../definitions/layers/index.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import { formatShape, sameType } from "../../program/shape.ts";
import { limits } from "../limits.ts";
import { diagnose } from "../messages.ts";
import type { FieldType, Model, Node } from "../model.ts";
import { candidates } from "./candidates.ts";
import { checkSlots } from "./check-slots.ts";
import { jsonPath } from "./json-path.ts";

/**
 * Nodes take values that exist and come before them, in the number their layer takes; their shapes, dtypes and
 * parameters are what the layer infers. After a node at fault the checks go on with what its layer infers, so that
 * one mistake is told once.
 */
export function* checkGraph({ network }: Model): Generator<Diagnostic> {
  const sizes = network.inputs.flatMap((input, index) =>
    checkSize(input, ["network", "inputs", index, "shape"]),
  );
  yield* sizes;
  if (sizes.length > 0) return;

  const types = new Map<string, FieldType>(network.inputs.map((input) => [input.id, input]));
  const ids = new Set([...types.keys(), ...network.nodes.map(({ id }) => id)]);
  const parameters = new Map(
    network.parameters.map((parameter, index) => [parameter.id, { parameter, index }]),
  );
  let isSound = true;
  for (const [index, node] of network.nodes.entries()) {
    const keys = ["network", "nodes", index] as const;
    const inputs = node.inputs.flatMap((name) => types.get(name) ?? []);
    if (inputs.length < node.inputs.length) {
      isSound = false;
      yield* missingValues(node, keys, types, ids);
      types.set(node.id, node);
      continue;
    }
    const { type, diagnostics } = checkNode(node, keys, inputs, parameters);
    yield* diagnostics;
    isSound &&= diagnostics.length === 0;
    types.set(node.id, type);
  }
  for (const [index, { value: name }] of network.outputs.entries()) {
    if (types.has(name)) continue;
    isSound = false;
    const path = jsonPath(["network", "outputs", index, "value"]);
    yield diagnose("document-unknown-reference", unknown(path, name, ids), null);
  }
  if (isSound) yield* checkUsed(network);
}

function* missingValues(
  node: Node,
  keys: Keys,
  types: ReadonlyMap<string, FieldType>,
  ids: ReadonlySet<string>,
): Generator<Diagnostic> {
  for (const [position, name] of node.inputs.entries()) {
    if (types.has(name)) continue;
    const path = jsonPath([...keys, "inputs", position]);
    yield ids.has(name)
      ? diagnose("document-wrong-order", { path, name, node: node.id }, null)
      : diagnose("document-unknown-reference", unknown(path, name, ids), null);
  }
}

function unknown(path: string, name: string, ids: ReadonlySet<string>) {
  return { path, what: "value", name, known: candidates(name, [...ids]) };
}

function checkUsed({ nodes, parameters }: Model["network"]): readonly Diagnostic[] {
  const used = new Set(nodes.flatMap((node) => Object.values(node.parameters)));
  return parameters.flatMap(({ id }, index) => {
    if (used.has(id)) return [];
    const path = jsonPath(["network", "parameters", index]);
    return [diagnose("document-unused-parameter", { path, name: id }, null)];
  });
}

type Keys = readonly (string | number)[];

function checkNode(
  node: Node,
  keys: Keys,
  inputs: readonly FieldType[],
  parameters: Parameters<typeof checkSlots>[3],
): { readonly type: FieldType; readonly diagnostics: readonly Diagnostic[] } {
  const layer: LayerDefinition = layers[node.layer as LayerName];
  const fits = layer.inputs === "many" ? inputs.length >= 2 : inputs.length === layer.inputs;
  if (!fits) {
    const path = jsonPath([...keys, "inputs"]);
    const expected = layer.inputs === "many" ? "at least 2" : String(layer.inputs);
    const found = inputs.length;
    const slots = { path, layer: node.layer, expected, found };
    return { type: node, diagnostics: [diagnose("document-wrong-input-count", slots, null)] };
  }
  const options = checkedOptions(node.options);
  const inferred = layer.infer(inputs, options);
  if ("problem" in inferred) {
    const { problem, hint } = inferred;
    const path = jsonPath([...keys, "inputs", inferred.input]);
    const slots = { path, layer: node.layer, problem, hint };
    return { type: node, diagnostics: [diagnose("document-layer-refuses", slots, null)] };
  }
  return {
    type: inferred,
    diagnostics: [
      ...checkSize(node, [...keys, "shape"]),
      ...(sameType(inferred, node) ? [] : [wrongShape(node, keys, inferred)]),
      ...checkSlots(node, keys, layer.parameters(inputs, options), parameters),
    ],
  };
}

function wrongShape(node: Node, keys: Keys, inferred: FieldType): Diagnostic {
  const slots = { path: jsonPath(keys), layer: node.layer };
  return diagnose(
    "document-wrong-shape",
    { ...slots, expected: typeText(inferred), found: typeText(node) },
    null,
  );
}

function typeText({ dtype, shape }: FieldType): string {
  return `${dtype}${formatShape(shape)}`;
}

function checkSize({ shape }: FieldType, keys: Keys): readonly Diagnostic[] {
  return shape.reduce((product, dimension) => product * dimension, 1) <= limits.elements
    ? []
    : [diagnose("document-too-many-elements", { path: jsonPath(keys), limit: limits.elements }, null)];
}

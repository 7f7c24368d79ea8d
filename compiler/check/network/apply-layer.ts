import type { Span } from "../../../grammar/source.ts";
import type { Identifier } from "../../../grammar/syntax.ts";
import type { LayerDefinition, ParameterRequest } from "../../definitions/layer.ts";
import { type LayerName, layers } from "../../definitions/layers/index.ts";
import { limits } from "../../ir/limits.ts";
import type { Node, Options } from "../../ir/model.ts";
import type { NodeElement, ParameterElement, Tensor } from "./element.ts";
import { formatType } from "./format-type.ts";
import type { SharedLayer, Site } from "./frame.ts";
import { inferNode } from "./infer-node.ts";

interface Located {
  readonly span: Span;
}

/** A layer of the house itself, as arithmetic on tensors uses them. */
export function applyLayer(
  name: LayerName,
  inputs: readonly Tensor[],
  options: Options,
  at: Located,
  site: Site,
): Tensor | undefined {
  return addNode({ definition: layers[name], inputs, options, at, site });
}

/** One use of a layer. */
export interface LayerUse {
  readonly definition: LayerDefinition;
  readonly inputs: readonly Tensor[];
  readonly options: Options;
  readonly at: Located;
  readonly site: Site;
  /** `as hidden` */
  readonly alias?: Identifier;
  readonly shared?: SharedLayer;
  /** Its number within a `repeat`. */
  readonly copy?: number;
}

/** Adds a node to the network, with the parameters its layer asks for. */
export function addNode(use: LayerUse): Tensor | undefined {
  const { definition, inputs, options, at, site, alias, shared, copy } = use;
  const { frame, element: parent } = site;
  const { draft } = frame;
  const { faults } = draft.session;
  if (!draft.makesRoom(at.span)) return undefined;
  const inferred = inferNode(definition, inputs, options);
  if ("problem" in inferred) {
    const { problem, hint } = inferred;
    const source = inputs[inferred.input]!;
    return faults.report("shape-mismatch", { layer: definition.name, problem, hint }, at.span, [
      { span: source.span, text: `\`${formatType(source)}\` comes from here` },
    ]);
  }
  const huge = [inferred.output, ...inferred.parameters].find(({ shape }) => !fits(shape));
  if (huge !== undefined) {
    const type = formatType({ dtype: "f32", ...huge });
    return faults.report("value-too-large", { layer: definition.name, type }, at.span);
  }
  const own = shared?.name ?? definition.name;
  const id = draft.claim(alias === undefined ? `${site.prefix}${own}` : `${frame.prefix}${alias.text}`);
  const weighs = inferred.parameters.some(({ trainable }) => trainable) ? 1 : 0;
  const depth = Math.max(...inputs.map((input) => input.depth)) + weighs;
  const owner = shared === undefined ? id : `${frame.prefix}${shared.name}`;
  const parameters = shareParameters(use, inferred.parameters, (request) =>
    makeParameter(owner, request, depth, use),
  );
  if (parameters === undefined) return undefined;
  const value: Tensor = { ...inferred.output, id, span: at.span, depth };
  const node: Node = {
    id,
    layer: definition.name,
    options,
    inputs: inputs.map((input) => input.id),
    parameters: Object.fromEntries(parameters.map(({ name, parameter }) => [name, parameter.id])),
    ...inferred.output,
    origin: draft.session.origin(at),
  };
  const name = alias?.text ?? id.slice(id.lastIndexOf(".") + 1);
  const element: NodeElement = {
    kind: "node",
    name,
    type: definition.name,
    parent,
    copy: copy ?? null,
    node,
    inputs,
    value,
    parameters,
    span: at.span,
  };
  for (const parameter of parameters) parameter.owners.push(element);
  parent.children.push(element);
  draft.nodes.push(element);
  return value;
}

function makeParameter(
  owner: string,
  { slot, ...request }: ParameterRequest,
  depth: number,
  { at, site }: LayerUse,
): ParameterElement {
  const { draft } = site.frame;
  const parameter = { id: `${owner}.${slot}`, ...request, origin: draft.session.origin(at) };
  const element: ParameterElement = {
    kind: "parameter",
    name: slot,
    type: request.role,
    parameter,
    owners: [],
    depth,
  };
  draft.parameters.push(element);
  return element;
}

/** A shared layer's parameters are made once, by its first use; later uses have to need the same. */
function shareParameters(
  { inputs, at, site, shared }: LayerUse,
  requests: readonly ParameterRequest[],
  make: (request: ParameterRequest) => ParameterElement,
): readonly ParameterElement[] | undefined {
  if (shared === undefined) return requests.map(make);
  const type = inputs.map(formatType).join(", ");
  const { first, element } = shared;
  if (first === null) {
    const parameters = requests.map(make);
    shared.first = { type, span: at.span, parameters };
    element.children.push(...parameters);
    for (const parameter of parameters) parameter.owners.push(element);
    return parameters;
  }
  const same = requests.every(({ shape }, i) => shape.join() === first.parameters[i]!.parameter.shape.join());
  if (same) return first.parameters;
  const slots = { name: shared.name, first: first.type, second: type };
  return site.frame.draft.session.faults.report("shared-shape-mismatch", slots, at.span, [
    { span: first.span, text: "first used here" },
  ]);
}

function fits(shape: readonly number[]): boolean {
  return (
    shape.length <= limits.rank && shape.reduce((size, dimension) => size * dimension, 1) <= limits.elements
  );
}

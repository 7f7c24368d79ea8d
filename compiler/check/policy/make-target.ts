import type { SiteName } from "../../definitions/technique.ts";
import type { GroupElement, NodeElement, ParameterElement, Tensor } from "../network/element.ts";
import type { ElementIndex } from "./element-index.ts";
import type { Target } from "./target.ts";

/** A parameter; `owner` is the use through which a rule reached it, null when that is all of them. */
export function parameterTarget(
  parameter: ParameterElement,
  owner: GroupElement | NodeElement | null,
  index: ElementIndex,
): Target {
  const make = (key: string): Target => ({ key, sites: ["parameter"], kind: "parameter", parameter, owner });
  const key = `parameter ${parameter.parameter.id}`;
  return owner?.kind === "node"
    ? make(`${key} in ${owner.node.id}`)
    : remembered(parameter, index, () => make(key));
}

/** A value of the network: what everything that reads it sees. */
export function valueTarget(value: Tensor, index: ElementIndex): Target {
  return remembered(value, index, () => {
    const { id, shape } = value;
    const isInput = index.network.draft.inputs.some((input) => input.value === value);
    const sites: readonly SiteName[] = isInput ? ["activation", "input"] : ["activation"];
    return { key: `after ${id}`, sites, kind: "place", place: { site: "activation", value: id }, shape };
  });
}

/** The inputs of a layer, seen by that layer alone. */
export function beforeTargets({ node, inputs }: NodeElement): readonly Target[] {
  return inputs.map(({ shape }, input) => ({
    key: `before ${node.id}${input === 0 ? "" : `#${input}`}`,
    sites: ["activation"],
    kind: "place",
    place: { site: "before", node: node.id, input },
    shape,
  }));
}

export function outputTarget(output: string, { shape }: Tensor): Target {
  return {
    key: `output ${output}`,
    sites: ["output"],
    kind: "place",
    place: { site: "output", output },
    shape,
  };
}

/** `target`, `gradient`, `update`, `run`: places that a network has once. */
export function wholeTarget(site: "target" | "gradient" | "update" | "run"): Target {
  return { key: site, sites: [site], kind: "place", place: { site }, shape: null };
}

function remembered(
  source: Tensor | ParameterElement,
  { targets }: ElementIndex,
  make: () => Target,
): Target {
  const known = targets.get(source);
  if (known !== undefined) return known;
  const made = make();
  targets.set(source, made);
  return made;
}

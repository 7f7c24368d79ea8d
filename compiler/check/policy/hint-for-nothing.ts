import type { Selector } from "../../../grammar/syntax.ts";
import { layers } from "../../definitions/layers/index.ts";
import { didYouMean, quoteAll } from "../../diagnostics/did-you-mean.ts";
import type { Element } from "../network/element.ts";
import type { ElementIndex } from "./element-index.ts";

const roles: readonly string[] = ["kernel", "bias", "norm", "embedding", "recurrent"];

/** What was probably meant by a selector that chooses nothing. */
export function hintForNothing(
  { place, path, predicates }: Selector,
  index: ElementIndex,
): string | undefined {
  const parts = path?.parts.map(({ text }) => text) ?? [];
  const unknown = parts.find((part) => !index.byLabel.has(part));
  if (unknown !== undefined) {
    if (roles.includes(unknown))
      return `no layer of this network has \`${unknown}\` parameters: leave the selector out`;
    if (Object.hasOwn(layers, unknown)) {
      return `this network has no \`${unknown}\` layer; it has ${quoteAll(kindsOf(index))}`;
    }
    return didYouMean(unknown, index.byLabel.keys());
  }
  if (predicates.length > 0) return "what the path selects does not satisfy the condition";
  const last = parts.at(-1);
  const elements = last === undefined ? [] : index.byLabel.get(last)!;
  if (place?.text === "input") {
    return `the inputs are ${quoteAll(index.network.draft.inputs.map(({ name }) => name))}`;
  }
  if (place !== undefined) return "only layers, bindings, blocks and inputs have a value";
  return elements.length === 0
    ? undefined
    : `\`${last}\` is found at ${quoteAll(elements.slice(0, 3).map(pathOf))}`;
}

function kindsOf({ nodes }: ElementIndex): readonly string[] {
  return [...new Set(nodes.map(({ type }) => type))];
}

/** The full path of an element, as a selector may write it. */
function pathOf(element: Element): string {
  const names: string[] = [];
  for (let link: Element | null = element; link !== null; ) {
    names.unshift(link.name);
    link = link.kind === "parameter" ? (link.owners[0] ?? null) : link.parent;
  }
  return names.slice(1).join(".");
}

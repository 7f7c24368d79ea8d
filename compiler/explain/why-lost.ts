import { layers } from "../definitions/layers/index.ts";
import { optimizers } from "../definitions/optimizers/index.ts";
import type { Role, RuleReference } from "../ir/model.ts";

const roles: { readonly [K in Role]: true } = {
  kernel: true,
  bias: true,
  norm: true,
  embedding: true,
  recurrent: true,
  statistic: true,
};

/**
 * Why a rule lost to another, in words. The model holds what won and what lost; this reads the weight of the two
 * selectors from their text: names, then place words and predicates, then roles and kinds, then order.
 */
export function whyLost(loser: RuleReference, winner: RuleReference | undefined): string {
  if (Object.hasOwn(optimizers, loser.policy))
    return "the optimizer brought it, and any rule of a policy is stronger";
  if (winner === undefined) return "weaker in the cascade";
  const [ours, theirs] = [weigh(winner.selector), weigh(loser.selector)];
  const decisive = ours.findIndex((weight, i) => weight !== theirs[i]);
  if (decisive === -1) return `as specific as \`${winner.selector}\`, which stands later`;
  return ours[decisive]! > theirs[decisive]!
    ? `less specific than \`${winner.selector}\``
    : "weaker in the cascade";
}

/** Names, conditions, kinds: the counts that the cascade compares from left to right. */
function weigh(selector: string): readonly [number, number, number] {
  const predicates = selector.match(/\[[^\]]*\]/g)?.length ?? 0;
  const words = selector
    .replace(/\[[^\]]*\]/g, "")
    .trim()
    .split(/\s+/);
  const parts = words.at(-1)!.split(".");
  const kinds = parts.filter((part) => isKind(part)).length;
  return [parts.length - kinds, predicates + words.length - 1, kinds];
}

/** Blocks are kinds too; they are written with a capital, which layers and bindings are not. */
function isKind(part: string): boolean {
  return Object.hasOwn(roles, part) || Object.hasOwn(layers, part) || /^[A-Z]/.test(part);
}

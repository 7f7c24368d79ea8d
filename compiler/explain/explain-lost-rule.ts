import type { TechniqueDefinition } from "../definitions/technique.ts";
import { type TechniqueName, techniques } from "../definitions/techniques/index.ts";
import type { LostBecause, Overridden, RuleReference } from "../ir/model.ts";
import type { LostRule } from "./explanation.ts";
import { writeClause } from "./write-option.ts";

const reasons: { readonly [K in LostBecause]: (winner: string) => string } = {
  "optimizer-default": () => "the optimizer brought it, and any rule of a policy is stronger",
  "fewer-names": (winner) => `fewer names than ${winner}`,
  "fewer-conditions": (winner) => `fewer conditions and place words than ${winner}`,
  "fewer-kinds": (winner) => `fewer kinds and roles than ${winner}`,
  earlier: (winner) => `as specific as ${winner}, which stands later`,
};

export function explainLostRule(
  { technique, options, rule, because }: Overridden,
  winner: RuleReference | undefined,
): LostRule {
  const definition: TechniqueDefinition | undefined = techniques[technique as TechniqueName];
  // Where a rule says `none`, the name may be that of a property which several techniques share: `clip none`.
  const clause =
    options === null || definition === undefined ? `${technique} none` : writeClause(definition, options);
  const reason = reasons[because](winner === undefined ? "the winner" : `\`${winner.selector}\``);
  return { technique, clause, options, rule, because, reason };
}

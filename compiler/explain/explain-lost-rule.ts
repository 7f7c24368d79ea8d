import type { TechniqueDefinition } from "../definitions/technique.ts";
import { type TechniqueName, techniques } from "../definitions/techniques/index.ts";
import type { Applied, RuleReference } from "../ir/model.ts";
import type { LostRule } from "./explanation.ts";
import { whyLost } from "./why-lost.ts";
import { writeClause } from "./write-option.ts";

type Overridden = NonNullable<Applied["overridden"]>[number];

export function explainLostRule(
  { technique, options, rule }: Overridden,
  winner: RuleReference | undefined,
): LostRule {
  const definition: TechniqueDefinition | undefined = techniques[technique as TechniqueName];
  // Where a rule says `none`, the name may be that of a property which several techniques share: `clip none`.
  const clause =
    options === null || definition === undefined ? `${technique} none` : writeClause(definition, options);
  return { technique, clause, options, rule, reason: whyLost(rule, winner) };
}

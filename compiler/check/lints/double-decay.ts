import type { Parameter } from "../../ir/model.ts";
import { idsOf, type Lint, reaches, spellingOf } from "./linted.ts";

/** L-01: an L2 penalty and weight decay on one tensor. */
export const doubleDecay: Lint = (linted) => {
  const decayOf = ({ policy }: Parameter) =>
    policy.find(({ technique }) => technique === "decay" || technique === "decay_coupled");
  const both = reaches(
    linted,
    ({ technique }, parameter) => technique === "l2" && decayOf(parameter) !== undefined,
  );
  for (const { span, parameters } of both) {
    const decay = decayOf(parameters[0]!)!;
    const labels = [{ span: linted.policies.spans.get(decay)!, text: "shrinks it too" }];
    linted.session.faults.report(
      "double-decay",
      {
        technique: "l2",
        other: spellingOf(decay),
        otherRule: `${decay.rule!.policy}: ${decay.rule!.selector}`,
        parameters: idsOf(parameters),
      },
      span,
      labels,
    );
  }
};

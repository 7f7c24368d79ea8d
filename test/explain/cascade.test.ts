import { describe, expect, test } from "vitest";
import { field, modelOf } from "../check/check-text.ts";
import { classifier, decided, explained, loser, parameterOf, rule } from "./models.ts";

const head = { "head.kernel": [{ technique: "decay", options: { strength: 0.02 } }] } as const;

describe("a rule that lost the cascade", () => {
  const reasonOf = (winner: ReturnType<typeof rule>, lost: ReturnType<typeof rule>) => {
    const model = classifier({ policy: head });
    const losers = [loser("decay", { strength: 0.05 }, lost)];
    const explanation = explained(decided(model, "head.kernel", winner, losers));
    return parameterOf(explanation, "head.kernel").policy[0]!.overridden[0]!;
  };

  test("is shown with its value and its place", () => {
    const lost = rule("Robust", "kernel", 12);
    expect(reasonOf(rule("Robust", "head.kernel", 14), lost)).toMatchObject({
      technique: "decay",
      clause: "decay 0.05",
      rule: { policy: "Robust", selector: "kernel", origin: { file: "spec.regnet", line: 12 } },
      reason: "less specific than `head.kernel`",
    });
  });

  test.each([
    ["kernel", "kernel", "as specific as `kernel`, which stands later"],
    ["dense.kernel", "kernel", "less specific than `dense.kernel`"],
    ["kernel[rank > 1]", "dense.kernel", "less specific than `kernel[rank > 1]`"],
    ["head", "conv.kernel", "less specific than `head`"],
    ["trunk.Residual", "Residual", "less specific than `trunk.Residual`"],
  ])("loses to `%s` as `%s`: %s", (winner, lost, reason) => {
    expect(reasonOf(rule("P", winner, 2), rule("P", lost, 1)).reason).toBe(reason);
  });

  test("loses for being the optimizer's own, whatever it selects", () => {
    const lost = reasonOf(rule("P", "kernel", 2), rule("adamw", "kernel", 9));
    expect(lost.reason).toBe("the optimizer brought it, and any rule of a policy is stronger");
  });

  test("may have said none, of a property that is no technique's name", () => {
    const model = classifier({
      policy: { "head.kernel": [{ technique: "prox_l1", options: { strength: 0.1 } }] },
    });
    const none = { technique: "prox", options: null, rule: rule("P", "kernel", 1) };
    const explanation = explained(decided(model, "head.kernel", rule("P", "head", 2), [none]));
    const [lost] = parameterOf(explanation, "head.kernel").policy[0]!.overridden;
    expect(lost).toMatchObject({ technique: "prox", clause: "prox none", options: null });
  });
});

const spec = `network Flowers {
  input x: f32[4]
  output logits = x -> dense(8) as hidden -> relu -> dense(3) as head
}
policy Base { kernel { decay 0.1 } }
policy Robust extends Base {
  kernel      { decay 0.05 }
  bias        { decay none }
  head.kernel { decay 0.02 }
}
train flowers {
  network   Flowers
  policy    Robust
  data      memory { features x; target label }
  loss      cross_entropy(logits, label)
  optimizer adamw(lr: 0.001)
  epochs    1
}
`;

test("from a spec: winners and losers with their lines, and silence where nothing reached", async () => {
  const model = await modelOf(spec, {}, { x: field([4]), label: field([], 3) });
  const explanation = explained(model);
  const [won] = parameterOf(explanation, "head.kernel").policy;
  expect(won).toMatchObject({ clause: "decay 0.02", rule: { policy: "Robust", origin: { line: 9 } } });
  const lost = won!.overridden.map(({ clause, rule: by, reason }) => [
    clause,
    by.policy,
    by.origin!.line,
    reason,
  ]);
  expect(lost).toEqual([
    ["decay 0.05", "Robust", 7, "less specific than `head.kernel`"],
    ["decay 0.1", "Base", 5, "less specific than `head.kernel`"],
    ["decay 0.01", "adamw", 16, "the optimizer brought it, and any rule of a policy is stronger"],
  ]);
  const silent = explanation.parameters.filter(({ policy }) => policy.length === 0);
  expect(silent.map(({ id }) => id)).toEqual(["hidden.bias", "head.bias"]);
});

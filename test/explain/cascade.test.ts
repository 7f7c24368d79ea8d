import { describe, expect, test } from "vitest";
import { renderExplanation } from "../../compiler/explain/render/render-explanation.ts";
import type { LostBecause } from "../../compiler/ir/model.ts";
import { field, modelOf } from "../check/check-text.ts";
import { classifier, decided, explained, loser, parameterOf, rule } from "./models.ts";

const head = { "head.kernel": [{ technique: "decay", options: { strength: 0.02 } }] } as const;

describe("a rule that lost the cascade", () => {
  const shown = (because: LostBecause) => {
    const model = classifier({ policy: head });
    const losers = [loser("decay", { strength: 0.05 }, rule("Robust", "kernel", 12), because)];
    const explanation = explained(decided(model, "head.kernel", rule("Robust", "head.kernel", 14), losers));
    return parameterOf(explanation, "head.kernel").policy[0]!.overridden[0]!;
  };

  test("is shown with its value and its place", () => {
    expect(shown("fewer-names")).toMatchObject({
      technique: "decay",
      clause: "decay 0.05",
      rule: { policy: "Robust", selector: "kernel", origin: { file: "spec.regnet", line: 12 } },
      because: "fewer-names",
      reason: "fewer names than `head.kernel`",
    });
  });

  test.each([
    ["optimizer-default", "the optimizer brought it, and any rule of a policy is stronger"],
    ["fewer-conditions", "fewer conditions and place words than `head.kernel`"],
    ["fewer-kinds", "fewer kinds and roles than `head.kernel`"],
    ["earlier", "as specific as `head.kernel`, which stands later"],
  ] as const)("says why: %s", (because, reason) => {
    expect(shown(because).reason).toBe(reason);
  });

  test("may have said none, of a property that is no technique's name", () => {
    const model = classifier({
      policy: { "head.kernel": [{ technique: "prox_l1", options: { strength: 0.1 } }] },
    });
    const lost = rule("P", "kernel", 1);
    const none = { technique: "prox", options: null, rule: lost, because: "fewer-names" } as const;
    const explanation = explained(decided(model, "head.kernel", rule("P", "head", 2), [none]));
    expect(parameterOf(explanation, "head.kernel").policy[0]!.overridden[0]).toMatchObject({
      technique: "prox",
      clause: "prox none",
      options: null,
    });
  });
});

const spec = `network Flowers {
  input x: f32[4]
  output logits = x -> dense(8) as hidden -> relu -> dense(3) as head
}
policy Base { kernel { decay 0.1 }; after relu { dropout 0.5 } }
policy Robust extends Base {
  kernel        { decay 0.05 }
  bias          { decay none }
  head.kernel   { decay 0.02 }
  hidden.kernel { decay none }
  after relu    { dropout none }
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

test("from a spec: winners and losers with their lines", async () => {
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
    ["decay 0.05", "Robust", 7, "fewer names than `head.kernel`"],
    ["decay 0.1", "Base", 5, "fewer names than `head.kernel`"],
    ["decay 0.01", "adamw", 18, "the optimizer brought it, and any rule of a policy is stronger"],
  ]);
});

describe("a property taken away by `none`", async () => {
  const model = await modelOf(spec, {}, { x: field([4]), label: field([], 3) });
  const explanation = explained(model);

  test("is told with its rule, also where there was nothing to take", () => {
    const { policy, removed } = parameterOf(explanation, "hidden.bias");
    expect(policy).toEqual([]);
    expect(removed).toMatchObject([
      {
        clause: "decay none",
        rule: { policy: "Robust", selector: "bias", origin: { line: 8 } },
        overridden: [],
      },
    ]);
  });

  test("is told with everything that would hold without it", () => {
    const [removed] = parameterOf(explanation, "hidden.kernel").removed;
    const { clause, rule: by, overridden } = removed!;
    expect([clause, by.selector, by.origin!.line]).toEqual(["decay none", "hidden.kernel", 10]);
    expect(overridden.map((lost) => [lost.clause, lost.because])).toEqual([
      ["decay 0.05", "fewer-names"],
      ["decay 0.1", "fewer-names"],
      ["decay 0.01", "optimizer-default"],
    ]);
  });

  test("is told of places as well", () => {
    expect(explanation.removed).toMatchObject([
      {
        place: "after logits.relu",
        clause: "dropout none",
        rule: { policy: "Robust", origin: { line: 11 } },
        overridden: [{ clause: "dropout 0.5", rule: { policy: "Base" }, because: "earlier" }],
      },
    ]);
  });

  test("reads like this", () => {
    expect(renderExplanation(explained(model, { parameter: "hidden" }))).toMatchInlineSnapshot(`
      "Parameters
        hidden.kernel  [4, 8]  kernel, glorot_uniform, fan in 4, fan out 8  spec.regnet:3
          not regularized
          decay none  Robust: hidden.kernel (spec.regnet:10)
            won over  decay 0.05 of Robust: kernel (spec.regnet:7): fewer names than \`hidden.kernel\`
            won over  decay 0.1 of Base: kernel (spec.regnet:5): fewer names than \`hidden.kernel\`
            won over  decay 0.01 of adamw: kernel (spec.regnet:18): the optimizer brought it, and any rule
                      of a policy is stronger
        hidden.bias  [8]  bias, zeros  spec.regnet:3
          not regularized
          decay none  Robust: bias (spec.regnet:8)
      "
    `);
    const text = renderExplanation(explanation);
    const places = text.slice(text.indexOf("Places"), text.indexOf("One training step"));
    expect(places).toMatchInlineSnapshot(`
      "Places
        after logits.relu
          dropout none  Robust: after relu (spec.regnet:11)
            won over  dropout 0.5 of Base: after relu (spec.regnet:5): as specific as \`after relu\`, which
                      stands later

      "
    `);
  });
});

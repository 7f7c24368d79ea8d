import { describe, expect, test } from "vitest";
import { checkText, codesOf, specWith } from "./check-text.ts";

/** A dense layer right before a batch norm, with its bias. */
const normalized = `input x: f32[4]
  output y = x -> dense(8) as hidden -> batch_norm as norm -> relu -> dense(1) as head`;

async function hintsOf(code: string, parts: Parameters<typeof specWith>[0]): Promise<(string | undefined)[]> {
  const { diagnostics } = await checkText(specWith(parts));
  return diagnostics.filter((found) => found.code === code).map(({ hint }) => hint);
}

describe("a bias before a batch norm", () => {
  const codes = (rules: string) => codesOf(specWith({ net: normalized, rules }));

  test("is dead", async () => {
    expect(await codes("head.kernel { l2 1e-4 }")).toContain("dead-bias");
  });

  test("is not dead where a penalty reads the sum, or a mask stands between", async () => {
    expect(await codes("after hidden { activity_l2 1e-4 }")).not.toContain("dead-bias");
    expect(await codes("after hidden { dropout 0.1 }")).not.toContain("dead-bias");
    expect(await codes("before norm { dropout 0.1 }")).not.toContain("dead-bias");
  });

  test("is not dead within a layer of several kernels, whose value it does not shift", async () => {
    const net = `input x: f32[4]
  a = x -> reshape([2, 2]) -> attention(2) -> batch_norm -> flatten
  b = x -> reshape([2, 2]) -> lstm(2) -> batch_norm -> flatten
  output y = concat(a, b) -> dense(1) as head`;
    const found = await codesOf(specWith({ net, rules: "kernel { l2 1e-4 }" }));
    expect(found).not.toContain("dead-bias");
    expect(found).not.toContain("scale-invariant-weight");
  });
});

describe("L-05: at equilibrium weights before a batch norm turn by √(2ηλ)", () => {
  const turns = (rule: string) =>
    hintsOf("scale-invariant-weight", { net: normalized, rules: `hidden.kernel { ${rule} }` });

  test.each([
    ["decay 0.02", "0.063"],
    ["l2 0.01", "0.063"],
    ["l2(0.02, half: true)", "0.063"],
    ["l2 0.02", "0.089"],
  ])("%s", async (rule, rotation) => {
    expect(await turns(rule)).toEqual([`at equilibrium the weights turn by about ${rotation} per step`]);
  });
});

describe("L-14: a share of a tenth or more per step", () => {
  const codes = (rule: string, optimizer = "sgd(lr: 0.1)") =>
    codesOf(specWith({ rules: `kernel { ${rule} }`, train: { optimizer: `optimizer ${optimizer}` } }));

  test("is that of a decay, coupled or not, and of L2 where it is a decay (F-01)", async () => {
    expect(await codes("decay 1")).toContain("strong-decay");
    expect(await codes("decay coupled 1")).toContain("strong-decay");
    expect(await codes("l2 0.5")).toContain("strong-decay");
    expect(await codes("l2(0.5, half: true)")).not.toContain("strong-decay");
    expect(await codes("decay 0.5")).not.toContain("strong-decay");
  });

  test("is not taken through an adaptive optimizer's gradient (N-02)", async () => {
    expect(await codes("decay coupled 1", "adam(lr: 0.1)")).not.toContain("strong-decay");
    expect(await codes("l2 1", "adam(lr: 0.1)")).not.toContain("strong-decay");
    expect(await codes("decay 1", "adam(lr: 0.1)")).toContain("strong-decay");
  });
});

describe("a loss that takes logits", () => {
  const hints = (end: string, loss = "cross_entropy(logits, label)") =>
    hintsOf("bounded-logits", {
      net: `input image: f32[8, 8, 3]\n  output logits = image -> flatten -> ${end}`,
      train: { data: 'data idx("digits")', loss: `loss ${loss}` },
    });
  const binary = (end: string, loss = "binary_cross_entropy(y)") =>
    hintsOf("bounded-logits", {
      net: `input x: f32[4]\n  output y = x -> dense(1) as head${end}`,
      train: { loss: `loss ${loss}` },
    });

  test("wants no activation before it, its own or another", async () => {
    expect(await hints("dense(10) -> softmax")).toEqual([
      "remove `softmax`: the loss takes logits and applies it",
    ]);
    expect(await hints("dense(10) -> relu as last")).toEqual([
      "remove `relu`: the loss takes logits and applies `softmax`",
    ]);
    expect(await binary(" -> sigmoid")).toEqual(["remove `sigmoid`: the loss takes logits and applies it"]);
    expect(await binary(" -> log_softmax")).toHaveLength(1);
  });

  test("sees one through what only changes the shape", async () => {
    expect(await hints("dense(10) -> softmax -> reshape([10]) -> identity")).toHaveLength(1);
  });

  test("takes every number, also one that softmax leaves as it is", async () => {
    expect(await hints("dense(10) -> relu -> dense(10)")).toEqual([]);
    expect(await hints("dense(10) -> log_softmax")).toEqual([]);
    expect(await hints("dense(10) -> leaky_relu")).toEqual([]);
    expect(await hints("dense(10) -> tanh -> scale(10)")).toEqual([]);
    expect(await binary("")).toEqual([]);
  });

  test("is no matter of other losses, nor of other outputs", async () => {
    expect(await binary(" -> sigmoid", "mse(y)")).toEqual([]);
    expect(await hints("dense(10)\n  output probabilities = logits -> softmax")).toEqual([]);
  });
});

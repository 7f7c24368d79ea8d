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

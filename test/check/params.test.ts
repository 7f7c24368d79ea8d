import { describe, expect, it } from "vitest";
import { checkText, codesOf, modelOf, specWith } from "./check-text.ts";

const top = "param strength: float = 2 * half in log(1e-6, 1)\nparam half = 0.25";
const spec = specWith({ top, rules: "kernel { l2 strength }" });

describe("params", () => {
  it("stand in the model with the values it was made with", async () => {
    const model = await modelOf(spec);
    expect(model.params).toEqual({ strength: 0.5, half: 0.25 });
    expect(model.network.parameters[0]!.policy[0]!.options).toMatchObject({
      strength: { options: { value: 0.5 } },
    });
  });

  it("are set from outside, and what depends on them follows", async () => {
    expect((await modelOf(spec, { set: { half: 0.1 } })).params).toEqual({ strength: 0.2, half: 0.1 });
    expect((await modelOf(spec, { set: { strength: 0.3 } })).params).toEqual({ strength: 0.3, half: 0.25 });
  });

  it("keep to their range and their type, however they are set", async () => {
    expect(await codesOf(spec, { set: { strength: 2 } })).toEqual(["param-out-of-range"]);
    expect(await codesOf(spec, { set: { strength: "high" } })).toEqual(["wrong-type"]);
    expect(await codesOf(specWith({ top: "param n: int = 3 in [3, 5]" }), { set: { n: 4 } })).toEqual([
      "param-out-of-range",
    ]);
    expect(await codesOf(specWith({ top: "param n: int = 2.5" }))).toEqual(["wrong-type"]);
  });

  it("are declared before they can be set", async () => {
    const { diagnostics } = await checkText(specWith({}), { set: { width: 128 } });
    expect(diagnostics).toMatchObject([
      { code: "unknown-param", hint: "declare what may be set: `param width = …`" },
    ]);
  });

  it("mean one thing in the whole spec, so two files may not declare the same one", async () => {
    const files = {
      "a.regnet": `import P from "b.regnet"\nparam rate = 1`,
      "b.regnet": "param rate = 2\npolicy P { }",
    };
    expect(await codesOf(files)).toEqual(["duplicate-name"]);
  });
});

describe("settings of the run", () => {
  it("have defaults that the model shows", async () => {
    expect((await modelOf(spec)).run).toEqual({ batch: 32, epochs: 3, seed: 0, metrics: [] });
  });

  it("stand for what the spec says", async () => {
    const model = await modelOf(spec, { run: { batch: 64, epochs: 1, seed: 9 } });
    expect(model.run).toEqual({ batch: 64, epochs: 1, seed: 9, metrics: [] });
  });

  it("are checked like those of the spec", async () => {
    expect(await codesOf(spec, { run: { epochs: 0 } })).toEqual(["setting-out-of-range"]);
    expect(await codesOf(spec, { run: { seed: 2 ** 32 } })).toEqual(["setting-out-of-range"]);
  });
});

describe("parameters of networks", () => {
  const wide = (use: string) =>
    `network Net(width: int = 4, deep: bool = false) {
  input x: f32[4]
  output y = x -> dense(2 * width, bias: deep) as h -> dense(1)
}
train t { ${use}; data memory { features x; target y }; loss mse(y); optimizer sgd(lr: 0.1); epochs 1 }
`;

  it("are given by position or by name", async () => {
    for (const use of ["network Net(8, true)", "network Net(deep: true, width: 8)"]) {
      const { nodes } = (await modelOf(wide(use))).network;
      expect(nodes[0]!.options).toMatchObject({ units: 16, bias: true });
    }
  });

  it("keep to their types", async () => {
    expect(await codesOf(wide("network Net(2.5)"))).toEqual(["wrong-type"]);
    expect(await codesOf(wide("network Net(width: true)"))).toEqual(["wrong-type"]);
  });
});

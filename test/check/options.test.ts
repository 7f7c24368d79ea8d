import { describe, expect, it } from "vitest";
import { checkText, codesOf, modelOf, specWith } from "./check-text.ts";

const withOptimizer = (optimizer: string, top = "") =>
  specWith({ top }).replace(/optimizer .*/, `optimizer ${optimizer}`);

describe("a schedule without parentheses", () => {
  it("is the schedule with its defaults", async () => {
    const { optimizer } = await modelOf(withOptimizer("sgd(lr: 0.1, momentum: one_cycle_momentum)"));
    const written = await modelOf(withOptimizer("sgd(lr: 0.1, momentum: one_cycle_momentum())"));
    expect(optimizer.options.momentum).toEqual(written.optimizer.options.momentum);
    expect(optimizer.options.momentum).toMatchObject({ name: "one_cycle_momentum" });
  });

  it("says which option it lacks", async () => {
    const { diagnostics } = await checkText(withOptimizer("sgd(lr: cosine)"));
    expect(diagnostics).toMatchObject([{ code: "missing-option", message: "`cosine` needs `peak`" }]);
  });

  it("gives way to a param of its name", async () => {
    const { optimizer } = await modelOf(withOptimizer("sgd(lr: cosine)", "param cosine = 0.25"));
    expect(optimizer.options.lr).toEqual({ name: "constant", options: { value: 0.25 } });
  });
});

describe("linear(a, b)", () => {
  it("is a ramp over places for a number, and the schedule where an option takes one", async () => {
    const net = "input x: f32[4]\n  output y = x -> dense(2) -> relu -> dense(2) -> relu -> dense(1)";
    const rules = "kernel { l2 linear(0.1, 0.4) }; after relu { dropout linear(0.1, 0.4) }";
    const { network, sites } = await modelOf(specWith({ net, rules }));
    const strengths = network.parameters.flatMap(({ policy }) =>
      policy.map(({ options }) => options.strength),
    );
    expect(new Set(strengths.map((strength) => JSON.stringify(strength))).size).toBe(1);
    expect(strengths[0]).toMatchObject({ name: "linear", options: { from: 0.1, to: 0.4 } });
    expect(sites.map(({ options }) => options.rate)).toEqual([0.1, 0.4]);
  });
});

describe("a field of a table", () => {
  it("is made of at least one column when its columns are listed", async () => {
    const data = (columns: string) =>
      specWith({ train: { data: `data csv("a.csv") { features x${columns}; target y }` } });
    expect(await codesOf(data(": []"))).toEqual(["bad-field"]);
    expect(await codesOf(data(""))).toEqual([]);
  });
});

describe("the signs of a table", () => {
  const table = (options: string) =>
    specWith({}).replace(/data .*/, `data csv(${options}) { features x; target y }`);

  it("are refused where a table cannot be read with them, before a file is opened", async () => {
    const refused = ['"a.csv", delimiter: ""', '"a.csv", comment: ""', '"a.csv", quote: "ab"', '""'];
    for (const options of refused)
      expect(await codesOf(table(options)), options).toEqual(["refused-options"]);
    expect(await codesOf(table('"a.csv", delimiter: "::", comment: "//", quote: "|"'))).toEqual([]);
  });
});

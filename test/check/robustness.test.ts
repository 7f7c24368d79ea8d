import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../compiler/check/check.ts";
import { checkText, codesOf, load, modelOf, renderedFaults, specWith } from "./check-text.ts";

describe("several mistakes", () => {
  it("are all reported at once, in the order of the text, without consequences of one another", async () => {
    const spec = `param rate: float = "x"
network Net(width: int = 8) {
  input x: f32[4]
  broken = x -> dnse(width) -> relu
  after = broken -> dense(3) as third
  output y = after -> dense(width / 0)
}
policy P {
  kernel { l2 rate; droput 0.5 }
  third { dropout 7 }
}
train t {
  network Net
  policy P
  data memory { features x; target y }
  loss msee(y)
  optimizer adamw(rate: 1)
  epochs 0
}
`;
    expect(await codesOf(spec)).toEqual([
      "wrong-type",
      "unknown-layer",
      "division-by-zero",
      "unknown-technique",
      "option-out-of-range",
      "unknown-definition",
      "unknown-option",
      "setting-out-of-range",
    ]);
  });

  it("in a block are reported once, however often it is copied", async () => {
    const top = "block B { input x; output y = x -> dense(4) -> dropt }";
    const spec = specWith({ top, net: "input x: f32[4]\n  output y = x -> repeat(5) B -> B -> dense(1)" });
    expect(await codesOf(spec)).toEqual(["unknown-layer"]);
  });

  it("of the text keep the check from guessing what was meant", async () => {
    const codes = await codesOf(specWith({ rules: "kernel { l2 } }" }));
    expect(codes).not.toContain("nothing-selected");
    expect(codes.length).toBeGreaterThan(0);
  });
});

describe("a spec without a train block", () => {
  it("is checked as far as it can be known", async () => {
    const spec = `network Net(width: int = 8) { input x: f32[4]; output y = x -> dnse(width) }
network Open(width: int) { input x: f32[4]; output y = x -> dense(width) }
policy P { kernel { l22 1e-4 } }
data d = csv("t.csv") { features x: [a]; target y: b { standardise } }
`;
    const { model } = await checkText(spec);
    expect(model).toBeNull();
    expect(await codesOf(spec)).toEqual(["unknown-layer", "unknown-technique", "unknown-definition"]);
  });

  it("has no errors when it has no mistakes", async () => {
    expect(await codesOf("policy P { kernel { l2 1e-4 } }")).toEqual([]);
    expect(await codesOf("")).toEqual([]);
  });
});

const examples = join(import.meta.dirname, "../../examples");
const texts = readdirSync(examples)
  .filter((name) => name.endsWith(".regnet"))
  .map((name) => readFileSync(join(examples, name), "utf8"));

describe("any text", () => {
  it("is checked without throwing, and every mistake has a message that can be shown", async () => {
    const damaged = fc
      .record({
        text: fc.constantFrom(...texts),
        at: fc.nat(),
        length: fc.nat(12),
        put: fc.constantFrom(
          "",
          " ",
          "x",
          "1",
          "->",
          "{",
          "}",
          "(",
          ")",
          ":",
          "none",
          "repeat(3) ",
          "-",
          ", ",
        ),
      })
      .map(({ text, at, length, put }) => {
        const start = at % text.length;
        return text.slice(0, start) + put + text.slice(start + length);
      });
    await fc.assert(
      fc.asyncProperty(damaged, async (text) => {
        const { model, diagnostics } = await checkText(text);
        const fails = diagnostics.some(({ severity }) => severity === "error");
        expect(fails && model !== null).toBe(false);
        expect(await renderedFaults(text)).not.toContain("undefined");
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what other rules came to when an unrelated rule is added", async () => {
    const net = `input x: f32[4]
  a = x -> dense(5) as first -> relu
  output y = a -> dense(6) as second -> relu -> dense(1) as head`;
    const kinds = ["first.kernel", "second.kernel", "head.kernel", "first.bias", "second.bias", "head.bias"];
    const rule = fc.record({
      selector: fc.constantFrom(
        "kernel",
        "bias",
        "dense",
        "first",
        "second.kernel",
        "a.first",
        "kernel[units > 5]",
      ),
      clause: fc.constantFrom(
        "l2 0.1",
        "l2 0.2",
        "l1 0.3",
        "max_norm 2",
        "decay 0.1",
        "l2 none",
        "prox l1 0.1",
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 6 }), fc.constantFrom(...kinds), async (rules, lonely) => {
        const written = rules.map(({ selector, clause }) => `${selector} { ${clause} }`);
        const model = async (more: readonly string[]) =>
          modelOf(specWith({ net, rules: [...written, ...more].join("\n  ") }));
        const before = await model([]);
        // A property that no other rule speaks of, on one parameter.
        const after = await model([`${lonely} { non_negative }`]);
        const others = ({ network }: typeof before) =>
          network.parameters.map(({ id, policy }) => [
            id,
            policy.filter((one) => one.technique !== "non_negative"),
          ]);
        expect(others(after)).toEqual(others(before));
      }),
      { numRuns: 60 },
    );
  });
});

describe("a large spec", () => {
  it("of a thousand layers and two hundred rules is checked in well under a second", async () => {
    const layers = Array.from({ length: 500 }, (_, i) => `-> dense(8) as d${i} -> relu`).join("\n    ");
    const rules = Array.from({ length: 200 }, (_, i) =>
      i % 4 === 0
        ? "kernel { l2 1e-4 }"
        : i % 4 === 1
          ? "after relu { dropout 0.1 }"
          : `d${i}.kernel { decay 1e-${i % 9} }`,
    ).join("\n  ");
    const net = `input x: f32[8]\n  output y = x\n    ${layers}\n    -> dense(1)`;
    const spec = await load(specWith({ net, rules }));
    const context = {
      fieldTypes: () =>
        new Map([
          ["x", { shape: [8], dtype: "f32" as const, classes: null }],
          ["y", { shape: [1], dtype: "f32" as const, classes: null }],
        ]),
    };
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      expect(check(spec, context).model).not.toBeNull();
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});

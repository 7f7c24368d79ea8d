import { expect, test } from "vitest";
import { compile } from "../../runtime/index.ts";
import { whatChanged } from "../../runtime/what-changed.ts";

const spec = (units: string, smoothing: string) => `param rate: float = 0.1
data points = spirals(examples: 40)
network N { input x: points.x; output z = x -> dense(${units}) -> tanh -> dense(2) as head }
policy P { head.kernel { decay rate }; target { label_smoothing ${smoothing} } }
train t { network N; policy P; data points; loss cross_entropy(z, label); optimizer sgd(lr: 0.1); epochs 2 }
`;

async function modelOf(text: string, set: Readonly<Record<string, number>> = {}) {
  const compiled = await compile(text, { set, backend: "cpu" });
  compiled.dispose();
  return compiled.model;
}

test("what a run differs in is named: settings and params by their values, the rest by its section", async () => {
  const begun = await modelOf(spec("4", "0.1"));
  expect(whatChanged(begun, { ...begun, run: { ...begun.run, epochs: 3 } })).toMatch(
    /`epochs` is 2, and not 3/,
  );
  expect(whatChanged(begun, await modelOf(spec("4", "0.1"), { rate: 0.2 }))).toBe(
    "its param `rate` is 0.1, and not 0.2",
  );
  expect(whatChanged(begun, await modelOf(spec("5", "0.1")))).toMatch(
    /^the network, or the policy on it, has/,
  );
  expect(whatChanged(begun, await modelOf(spec("4", "0.2")))).toMatch(/^the policy has/);
});

test("where things stand in the text is no change", async () => {
  const begun = await modelOf(spec("4", "0.1"));
  expect(whatChanged(begun, await modelOf(`\n\n${spec("4", "0.1")}`))).toBeNull();
});

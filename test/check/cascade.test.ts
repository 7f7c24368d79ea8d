import { describe, expect, it } from "vitest";
import type { Applied, Model, Removed } from "../../compiler/ir/model.ts";
import { codesOf, field, modelOf, specWith } from "./check-text.ts";

const net = `input x: f32[4]
  body = x -> dense(8) as first -> relu -> dense(8) as second -> relu
  output y = body -> dense(1) as head`;

async function modelWith(rules: string, more: Parameters<typeof specWith>[0] = {}): Promise<Model> {
  return modelOf(specWith({ net, rules, ...more }));
}

/** What reached a parameter: `l2 0.1`, or nothing. */
function policyOf(model: Model, id: string): string[] {
  const parameter = model.network.parameters.find((other) => other.id === id)!;
  return parameter.policy.map(describeApplied);
}

function describeApplied({ technique, options }: Pick<Applied, "technique" | "options">): string {
  const strength = options?.strength as { options: { value: number } } | undefined;
  return `${technique} ${strength?.options.value ?? options?.rate ?? options?.bound ?? ""}`.trim();
}

function describeRemoved({ property, rule, overridden = [] }: Removed): string {
  const over = overridden.map((lost) => ` over ${describeApplied({ ...lost, options: lost.options ?? {} })}`);
  return `${property} by ${rule.selector}${over.join("")}`;
}

function sitesOf(model: Model): string[] {
  return model.sites.map((site) => `${site.id} ${describeApplied(site).split(" ")[1] ?? ""}`.trim());
}

describe("which rule wins", () => {
  it("nothing is regularized unless a rule says so", async () => {
    const model = await modelWith("gradient { clip global_norm 1 }");
    expect(model.network.parameters.flatMap(({ policy }) => policy)).toEqual([]);
  });

  it("a name is stronger than a role, wherever it stands", async () => {
    const model = await modelWith("head.kernel { l2 0.5 }\n  kernel { l2 0.1 }");
    expect(policyOf(model, "head.kernel")).toEqual(["l2 0.5"]);
    expect(policyOf(model, "first.kernel")).toEqual(["l2 0.1"]);
  });

  it("a predicate is stronger than a kind, and weaker than a name", async () => {
    const rules = "kernel[units > 4] { l2 0.2 }\n  dense.kernel { l2 0.1 }\n  second.kernel { l2 0.3 }";
    const model = await modelWith(rules);
    expect(policyOf(model, "first.kernel")).toEqual(["l2 0.2"]);
    expect(policyOf(model, "second.kernel")).toEqual(["l2 0.3"]);
    expect(policyOf(model, "head.kernel")).toEqual(["l2 0.1"]);
  });

  it("a longer path is stronger than a shorter one", async () => {
    const model = await modelWith("body.first.kernel { l2 0.2 }\n  first.kernel { l2 0.1 }");
    expect(policyOf(model, "first.kernel")).toEqual(["l2 0.2"]);
  });

  it("of equally strong rules the later wins", async () => {
    const model = await modelWith("kernel { l2 0.1 }\n  kernel { l2 0.2 }");
    expect(policyOf(model, "head.kernel")).toEqual(["l2 0.2"]);
  });

  it("rules are compared property by property", async () => {
    const model = await modelWith("kernel { l2 0.1; max_norm 3 }\n  head.kernel { l2 0.2 }");
    expect(policyOf(model, "head.kernel")).toEqual(["l2 0.2", "max_norm 3"]);
  });

  it("techniques of one property compete: coupled and decoupled decay are never both", async () => {
    const model = await modelWith("kernel { decay 0.1 }\n  head.kernel { decay coupled 0.2 }");
    expect(policyOf(model, "head.kernel")).toEqual(["decay_coupled 0.2"]);
  });

  it("`none` takes a property away, and can be overruled in turn", async () => {
    const rules =
      "kernel { l2 0.1 }\n  second.kernel { l2 none }\n  body.second.kernel { l2 0.3 }\n  first { l2 none }";
    const model = await modelWith(rules);
    expect(policyOf(model, "first.kernel")).toEqual([]);
    expect(policyOf(model, "second.kernel")).toEqual(["l2 0.3"]);
    expect(policyOf(model, "head.kernel")).toEqual(["l2 0.1"]);
  });

  it("`none` that holds is kept with what it took away, on parameters and on places", async () => {
    const rules =
      "kernel { l2 0.1 }\n  head { l2 none }\n  after relu { dropout 0.1 }\n  body { dropout none }\n  gradient { clip none }";
    const { network, removed } = await modelWith(rules);
    const taken = network.parameters.map(({ id, removed: own }) => [id, own?.map(describeRemoved)]);
    expect(taken).toEqual([
      ["first.kernel", undefined],
      ["first.bias", undefined],
      ["second.kernel", undefined],
      ["second.bias", undefined],
      ["head.kernel", ["l2 by head over l2 0.1"]],
      ["head.bias", ["l2 by head"]],
    ]);
    expect(removed!.map((one) => [describeRemoved(one), one.at])).toEqual([
      ["dropout by body over dropout 0.1", { site: "activation", value: "body.relu_2" }],
      ["clip by gradient", { site: "gradient" }],
    ]);
  });

  it.each([
    ["head.kernel { l2 0.2 }\n  kernel { l2 0.1 }", "fewer-names"],
    ["kernel[rank > 1] { l2 0.2 }\n  dense.kernel { l2 0.1 }", "fewer-conditions"],
    ["dense.kernel { l2 0.2 }\n  kernel { l2 0.1 }", "fewer-kinds"],
    ["kernel { l2 0.1 }\n  kernel { l2 0.2 }", "earlier"],
  ])("a loser says what decided: %s", async (rules, because) => {
    const { network } = await modelWith(rules);
    const { policy } = network.parameters.find(({ id }) => id === "head.kernel")!;
    expect(policy[0]!.overridden!.map((lost) => lost.because)).toEqual([because]);
  });

  it("the rules of an optimizer lose to a rule of any specificity", async () => {
    const train = { optimizer: "optimizer adamw(lr: 0.1)" };
    const { network } = await modelWith("[rank > 1] { decay 0.2 }", { train });
    expect(network.parameters[0]!.policy[0]!.overridden).toMatchObject([
      { technique: "decay", because: "optimizer-default", rule: { policy: "adamw", selector: "kernel" } },
    ]);
  });

  it("the losers stay visible, the closest first", async () => {
    const rules = "kernel { l2 0.1 }\n  second { l2 none }\n  second.kernel { l2 0.2 }";
    const model = await modelWith(rules);
    const [applied] = model.network.parameters.find(({ id }) => id === "second.kernel")!.policy;
    expect(applied!.rule).toMatchObject({ policy: "P", selector: "second.kernel", origin: { line: 9 } });
    expect(applied!.overridden!.map(({ options, rule }) => [rule.selector, options === null])).toEqual([
      ["second", true],
      ["kernel", false],
    ]);
  });

  it("a parameter's techniques stand in the order of the step, penalties first", async () => {
    const model = await modelWith("head.kernel { max_norm 3; prox l1 0.1; decay 0.2; l1 0.3 }");
    expect(policyOf(model, "head.kernel")).toEqual(["l1 0.3", "decay 0.2", "prox_l1 0.1", "max_norm 3"]);
  });
});

describe("policies compose", () => {
  const bases = `policy Base(rate: float = 0.1) { kernel { l2 rate } }
policy Noise { after relu { dropout 0.2 } }
`;

  it("bases come first, in order, and take arguments", async () => {
    const top = `${bases}policy Both extends Base(rate: 0.4), Noise { kernel { max_norm 2 } }`;
    const model = await modelWith("head.kernel { l2 none }", { top, train: { policy: "policy Both, P" } });
    expect(policyOf(model, "first.kernel")).toEqual(["l2 0.4", "max_norm 2"]);
    expect(policyOf(model, "head.kernel")).toEqual(["max_norm 2"]);
    expect(sitesOf(model)).toEqual(["body.relu/dropout 0.2", "body.relu_2/dropout 0.2"]);
  });

  it("several policies of a train block are read in order", async () => {
    const again = (order: string) =>
      modelWith("kernel { l2 0.7 }", { top: bases, train: { policy: `policy ${order}` } });
    expect(policyOf(await again("Base, P"), "head.kernel")).toEqual(["l2 0.7"]);
    expect(policyOf(await again("P, Base"), "head.kernel")).toEqual(["l2 0.1"]);
  });

  it("a rule names the policy it was written in", async () => {
    const top = `${bases}policy Child extends Base { }`;
    const model = await modelWith("", { top, train: { policy: "policy Child" } });
    expect(model.network.parameters[0]!.policy[0]!.rule!.policy).toBe("Base");
  });
});

describe("places", () => {
  it("`after` is what a layer gives, `before` what it takes, a bare binding its value", async () => {
    const rules =
      "after first { dropout 0.1 }\n  before head { dropout 0.2 }\n  body { dropout 0.3 }\n  input x { dropout 0.4 }";
    expect(sitesOf(await modelWith(rules))).toEqual([
      "x/dropout 0.4",
      "first/dropout 0.1",
      "body.relu_2/dropout 0.3",
      "before head/dropout 0.2",
    ]);
  });

  it("one rule may mix parameters and places when each selector matches", async () => {
    const model = await modelWith("first, second { l2 0.1; dropout 0.5 }");
    expect(policyOf(model, "first.kernel")).toEqual(["l2 0.1"]);
    expect(sitesOf(model)).toEqual(["first/dropout 0.5", "second/dropout 0.5"]);
  });

  it("sites come in the order in which they act", async () => {
    const rules = `run { stop_early(on: val.loss, patience: 3) }
  gradient { clip global_norm 1 }
  after second { dropout 0.1 }
  after first { dropout 0.1 }
  input { dropout 0.1 }`;
    expect((await modelWith(rules)).sites.map(({ id }) => id)).toEqual([
      "x/dropout",
      "first/dropout",
      "second/dropout",
      "gradient/clip_global_norm",
      "run/stop_early",
    ]);
  });

  it("a site keeps its id when others are added", async () => {
    const before = sitesOf(await modelWith("after first { dropout 0.1 }"));
    const after = sitesOf(await modelWith("after first { dropout 0.1 }\n  after second { dropout 0.2 }"));
    expect(after).toContain(before[0]);
  });
});

describe("a technique that cannot act on what a rule selects", () => {
  const net = `input image: f32[8, 8, 3]
  output logits = image -> flatten -> dense(10) as head`;
  const train = { data: 'data idx("digits")', loss: "loss cross_entropy(logits, label)" };
  const refused = "target { label_smoothing(0.95, convention: exclude_true) }";

  it("is refused, unless a stronger rule takes its place", async () => {
    expect(await codesOf(specWith({ net, train, rules: refused }))).toEqual(["technique-refuses-shape"]);
    const mended = `${refused}\n  target { label_smoothing 0.1 }`;
    expect(await codesOf(specWith({ net, train, rules: mended }))).toEqual([]);
  });

  it("such as noise on whole numbers is refused as well", async () => {
    const words = "input image: i32[8]\n  input x: f32[4]\n  output y = x -> dense(1)";
    const fields = {
      image: { shape: [8], dtype: "i32" as const, classes: null },
      x: field([4]),
      y: field([1]),
    };
    const data = "data memory { features image; features x; target y }";
    const spec = specWith({ net: words, rules: "input image { dropout 0.1 }", train: { data } });
    expect(await codesOf(spec, {}, fields)).toEqual(["unused-input", "technique-refuses-shape"]);
  });
});

describe("a technique written into a network", () => {
  const inline = `input x: f32[4]
  output y = x -> dense(8) as first -> dropout(0.5) -> dense(1) as head`;

  it("is a rule on that place", async () => {
    const model = await modelWith("kernel { l2 0.1 }", { net: inline });
    expect(model.network.nodes.map(({ id }) => id)).toEqual(["first", "head"]);
    expect(sitesOf(model)).toEqual(["first/dropout 0.5"]);
    expect(model.sites[0]!.rule!.policy).toBe("inline");
  });

  it("wins over a rule for all layers of a kind, and loses to one that names the place", async () => {
    expect(sitesOf(await modelWith("after dense { dropout 0.1 }", { net: inline }))).toContain(
      "first/dropout 0.5",
    );
    expect(sitesOf(await modelWith("after first { dropout 0.1 }", { net: inline }))).toEqual([
      "first/dropout 0.1",
    ]);
    expect(sitesOf(await modelWith("after first { dropout none }", { net: inline }))).toEqual([]);
  });
});

describe("a shared layer", () => {
  const shared = `input x: f32[4]
  layer same = dense(4)
  a = x -> same
  b = a -> relu -> same
  output y = b -> dense(1)`;

  it("has one set of weights, regularized once", async () => {
    const model = await modelWith("same.kernel { l2 0.1 }", { net: shared });
    expect(model.network.parameters.map(({ id }) => id)).toEqual([
      "same.kernel",
      "same.bias",
      "y.dense.kernel",
      "y.dense.bias",
    ]);
    expect(policyOf(model, "same.kernel")).toEqual(["l2 0.1"]);
    const uses = model.network.nodes.filter(({ parameters }) => parameters.kernel === "same.kernel");
    expect(uses.map(({ id }) => id)).toEqual(["a.same", "b.same"]);
  });

  it("may be reached through its uses when they agree", async () => {
    const rules = "a.same.kernel { l2 0.1 }\n  b.same.kernel { l2 0.1 }";
    expect(policyOf(await modelWith(rules, { net: shared }), "same.kernel")).toEqual(["l2 0.1"]);
  });

  it("refuses a rule that reaches it through one use only: its strength would be ambiguous", async () => {
    expect(await codesOf(specWith({ net: shared, rules: "a.same.kernel { l2 0.1 }" }))).toEqual([
      "conflicting-policies",
    ]);
  });

  it("has a place for each use", async () => {
    const model = await modelWith("after same { dropout 0.1 }", { net: shared });
    expect(sitesOf(model)).toEqual(["a.same/dropout 0.1", "b.same/dropout 0.1"]);
  });
});

describe("the decay that an optimizer brings", () => {
  const train = { optimizer: "optimizer adamw(lr: 1e-3, decay: 0.05)" };

  it("reaches kernels, and says where it comes from", async () => {
    const model = await modelWith("gradient { clip global_norm 1 }", { train });
    expect(policyOf(model, "head.kernel")).toEqual(["decay 0.05"]);
    expect(policyOf(model, "head.bias")).toEqual([]);
    expect(model.network.parameters[0]!.policy[0]!.rule!.policy).toBe("adamw");
  });

  it("is weaker than any rule of a policy", async () => {
    const model = await modelWith("kernel { decay 0.1 }\n  head { decay none }", { train });
    expect(policyOf(model, "first.kernel")).toEqual(["decay 0.1"]);
    expect(policyOf(model, "head.kernel")).toEqual([]);
  });
});

describe("predicates", () => {
  const blocks = `block Step(width: int) { input x; output y = x -> dense(width) -> relu }
`;
  const deep = `input x: f32[4]
  trunk = x -> repeat(4) Step(6)
  output y = trunk -> dense(1)`;
  const reached = async (selector: string) => {
    const model = await modelOf(specWith({ top: blocks, net: deep, rules: `${selector} { l2 0.1 }` }));
    return model.network.parameters.filter(({ policy }) => policy.length > 0).map(({ id }) => id);
  };

  it("compare the copy of a repeat", async () => {
    expect(await reached("trunk.Step.kernel[copy > 2]")).toEqual([
      "trunk.Step_3.y.dense.kernel",
      "trunk.Step_4.y.dense.kernel",
    ]);
  });

  it("compare the depth, counted in layers with weights", async () => {
    expect(await reached("kernel[depth >= 5]")).toEqual(["y.dense.kernel"]);
    expect(await reached("kernel[depth == 1]")).toEqual(["trunk.Step.y.dense.kernel"]);
  });

  it("compare rank, size and options, and all of them have to hold", async () => {
    expect(await reached("dense[units < 6]")).toEqual(["y.dense.kernel", "y.dense.bias"]);
    expect(await reached("Step[copy == 1]")).toEqual([
      "trunk.Step.y.dense.kernel",
      "trunk.Step.y.dense.bias",
    ]);
    expect(await reached("kernel[size > 24][copy <= 2]")).toEqual(["trunk.Step_2.y.dense.kernel"]);
  });

  it("alone choose among all parameters, or among all layers behind a place word", async () => {
    expect(await reached("[rank >= 2][depth > 3]")).toEqual([
      "trunk.Step_4.y.dense.kernel",
      "y.dense.kernel",
    ]);
    const rules = "after [depth == 4] { dropout 0.1 }\n  input[size > 3] { dropout 0.2 }";
    const model = await modelOf(specWith({ top: blocks, net: deep, rules }));
    expect(sitesOf(model)).toEqual([
      "x/dropout 0.2",
      "trunk.Step_4.y.dense/dropout 0.1",
      "trunk.Step_4.y.relu/dropout 0.1",
    ]);
  });

  it("that nothing satisfies select nothing, however many there are", async () => {
    const spec = specWith({ top: blocks, net: deep, rules: "kernel[size > 1000][copy == 1] { l2 0.1 }" });
    expect(await codesOf(spec)).toEqual(["nothing-selected"]);
  });
});

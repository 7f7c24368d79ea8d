import { describe, expect, it } from "vitest";
import type { Model } from "../../compiler/ir/model.ts";
import { codesOf, field, modelOf, specWith } from "./check-text.ts";

const images = {
  data: 'data idx("digits")',
  loss: "loss cross_entropy(logits, label)",
};

/** One line a node: id, layer, inputs and type. */
function printNodes({ network }: Model): string[] {
  return network.nodes.map(
    ({ id, layer, inputs, dtype, shape }) =>
      `${id} = ${layer}(${inputs.join(", ")}) ${dtype}[${shape.join(", ")}]`,
  );
}

const nodesOf = async (net: string, top = "") => printNodes(await modelOf(specWith({ net, top, rules: "" })));

describe("the graph of a network", () => {
  it("names nodes by alias, else by binding and layer, numbered from the second on", async () => {
    const net = `input image: f32[8, 8, 3]
  features = image -> conv(4, 3) -> relu -> conv(8, 3, stride: 2) -> relu
  output logits = features -> flatten -> dense(16) as hidden -> relu -> dense(10) as head`;
    const model = await modelOf(specWith({ net, rules: "", train: images }));
    expect(printNodes(model)).toEqual([
      "features.conv = conv(image) f32[8, 8, 4]",
      "features.relu = relu(features.conv) f32[8, 8, 4]",
      "features.conv_2 = conv(features.relu) f32[4, 4, 8]",
      "features.relu_2 = relu(features.conv_2) f32[4, 4, 8]",
      "logits.flatten = flatten(features.relu_2) f32[128]",
      "hidden = dense(logits.flatten) f32[16]",
      "logits.relu = relu(hidden) f32[16]",
      "head = dense(logits.relu) f32[10]",
    ]);
    expect(model.network.outputs).toEqual([{ name: "logits", value: "head" }]);
  });

  it("gives parameters roles, fans and origins, and makes every default visible", async () => {
    const model = await modelOf(
      specWith({ net: "input x: f32[4]\n  output y = x -> dense(1) as w", rules: "" }),
    );
    expect(model.network.parameters).toMatchInlineSnapshot(`
      [
        {
          "fanInAxes": [
            0,
          ],
          "id": "w.kernel",
          "initializer": {
            "fanIn": 4,
            "fanOut": 1,
            "name": "glorot_uniform",
            "options": {},
          },
          "origin": {
            "column": 19,
            "file": "spec.regnet",
            "line": 3,
          },
          "policy": [],
          "role": "kernel",
          "shape": [
            4,
            1,
          ],
          "trainable": true,
        },
        {
          "fanInAxes": [],
          "id": "w.bias",
          "initializer": {
            "fanIn": 4,
            "fanOut": 1,
            "name": "zeros",
            "options": {},
          },
          "origin": {
            "column": 19,
            "file": "spec.regnet",
            "line": 3,
          },
          "policy": [],
          "role": "bias",
          "shape": [
            1,
          ],
          "trainable": true,
        },
      ]
    `);
    expect(model.network.nodes[0]!.options).toMatchObject({ units: 1, bias: true });
  });

  it("copies blocks, with ids that say where each copy stands", async () => {
    const top = `block Residual(width: int) {
  input x
  branch = x -> dense(width) -> relu
  output y = relu(x + branch)
}`;
    expect(
      await nodesOf(
        "input x: f32[4]\n  trunk = x -> repeat(2) Residual(4)\n  output y = trunk -> dense(1)",
        top,
      ),
    ).toMatchInlineSnapshot(`
        [
          "trunk.Residual.branch.dense = dense(x) f32[4]",
          "trunk.Residual.branch.relu = relu(trunk.Residual.branch.dense) f32[4]",
          "trunk.Residual.y.add = add(x, trunk.Residual.branch.relu) f32[4]",
          "trunk.Residual.y.relu = relu(trunk.Residual.y.add) f32[4]",
          "trunk.Residual_2.branch.dense = dense(trunk.Residual.y.relu) f32[4]",
          "trunk.Residual_2.branch.relu = relu(trunk.Residual_2.branch.dense) f32[4]",
          "trunk.Residual_2.y.add = add(trunk.Residual.y.relu, trunk.Residual_2.branch.relu) f32[4]",
          "trunk.Residual_2.y.relu = relu(trunk.Residual_2.y.add) f32[4]",
          "y.dense = dense(trunk.Residual_2.y.relu) f32[1]",
        ]
      `);
  });

  it("gives blocks of several inputs and outputs", async () => {
    const top = "block Split { input a; input b; output sum = a + b; output product = a * b }";
    const net = "input x: f32[4]\n  both = x -> Split(x)\n  output y = both.sum - both.product -> dense(1)";
    expect(await nodesOf(net.replace("both.sum - both.product", "(both.sum - both.product)"), top)).toEqual([
      "both.Split.sum.add = add(x, x) f32[4]",
      "both.Split.product.multiply = multiply(x, x) f32[4]",
      "y.subtract = subtract(both.Split.sum.add, both.Split.product.multiply) f32[4]",
      "y.dense = dense(y.subtract) f32[1]",
    ]);
  });

  it("computes with tensors and numbers, and folds numbers among themselves", async () => {
    const net = "input x: f32[4]\n  h = 1 - 2 * x / 4\n  output y = -h -> dense(2 * 3 - 5)";
    const model = await modelOf(specWith({ net, rules: "" }));
    expect(printNodes(model)).toEqual([
      "h.scale = scale(x) f32[4]",
      "h.scale_2 = scale(h.scale) f32[4]",
      "h.scale_3 = scale(h.scale_2) f32[4]",
      "h.shift = shift(h.scale_3) f32[4]",
      "y.scale = scale(h.shift) f32[4]",
      "y.dense = dense(y.scale) f32[1]",
    ]);
    expect(model.network.nodes.slice(0, 5).map(({ options }) => options)).toEqual([
      { factor: 2 },
      { factor: 0.25 },
      { factor: -1 },
      { amount: 1 },
      { factor: -1 },
    ]);
  });

  it("takes further inputs as first arguments", async () => {
    const net = "input x: f32[4]\n  a = x -> relu\n  output y = concat(a, x -> tanh, x, axis: 0) -> dense(1)";
    expect((await nodesOf(net)).slice(1)).toEqual([
      "y.tanh = tanh(x) f32[4]",
      "y.concat = concat(a.relu, y.tanh, x) f32[12]",
      "y.dense = dense(y.concat) f32[1]",
    ]);
  });

  it("leaves out what reaches no output, with a warning", async () => {
    const net = "input x: f32[4]\n  extra = x -> dense(7)\n  output y = x -> dense(1)";
    const model = await modelOf(specWith({ net, rules: "" }));
    expect(model.network.parameters.map(({ id }) => id)).toEqual(["y.dense.kernel", "y.dense.bias"]);
    expect(await codesOf(specWith({ net, rules: "extra { l2 1 }" }))).toEqual([
      "unused-value",
      "nothing-selected",
    ]);
  });

  it("keeps what a dead binding gave a name that lives on", async () => {
    const net = "input x: f32[4]\n  extra = x -> dense(7) as h -> dense(3)\n  output y = h -> dense(1)";
    const model = await modelOf(specWith({ net, rules: "extra.h.kernel { l2 1 }" }));
    expect(model.network.nodes.map(({ id }) => id)).toEqual(["h", "y.dense"]);
    expect(model.network.parameters[0]!.policy).toHaveLength(1);
  });

  it("takes types of inputs from data, by field or by name", async () => {
    const table = 'data t = csv("t.csv") { features x: [a, b, c, d]; target y }';
    for (const type of [": t.x", ""]) {
      const net = `input x${type}\n  output y = x -> dense(1)`;
      const model = await modelOf(specWith({ top: table, net, rules: "", train: { data: "data t" } }));
      expect(model.network.inputs[0]).toMatchObject({ id: "x", shape: [4], dtype: "f32" });
    }
  });

  it("gives an input of any name a field of the data, and a field to several", async () => {
    const table = 'data t = csv("t.csv") { features x: [a, b, c, d]; target y }';
    const net = "input left: t.x\n  input right: t.x\n  output y = left * right -> dense(1)";
    const model = await modelOf(specWith({ top: table, net, rules: "", train: { data: "data t" } }));
    expect(model.network.inputs.map(({ id, field: from, shape }) => [id, from, shape])).toEqual([
      ["left", "x", [4]],
      ["right", "x", [4]],
    ]);
  });

  it.each(["input y", "input y: f32[1]", "input a: t.y"])(
    "feeds no input with a target: %s",
    async (input) => {
      const table = 'data t = csv("t.csv") { features x: [a, b, c, d]; target y }';
      const name = input.split(/[ :]/)[1];
      const spec = specWith({
        top: table,
        net: `${input}\n  output z = ${name} -> dense(1)`,
        rules: "",
        train: { data: "data t", loss: "loss mse(z, y)" },
      });
      expect(await codesOf(spec)).toEqual(["input-of-target"]);
    },
  );

  it("names the copies of a repeat by its alias", async () => {
    const net = "input x: f32[4]\n  output y = x -> repeat(2) dense(4) as stack -> dense(1)";
    expect((await nodesOf(net)).map((node) => node.split(" ")[0])).toEqual([
      "stack.dense",
      "stack.dense_2",
      "y.dense",
    ]);
  });
});

describe("a rate that depends on depth", () => {
  it("runs from the first place a rule selects to the last", async () => {
    const net = "input x: f32[4]\n  output y = x -> relu -> relu -> relu -> dense(1)";
    const model = await modelOf(specWith({ net, rules: "after relu { dropout linear(0.1, 0.5) }" }));
    expect(model.sites.map(({ options }) => options.rate)).toEqual([0.1, 0.3, 0.5]);
  });

  it("is its end where there is one place only", async () => {
    const net = "input x: f32[4]\n  output y = x -> relu -> dense(1)";
    const model = await modelOf(specWith({ net, rules: "after relu { dropout linear(0, 0.5) }" }));
    expect(model.sites.map(({ options }) => options.rate)).toEqual([0.5]);
  });
});

describe("labels and outputs", () => {
  it("a loss with one name takes the target of that name, or the only one", async () => {
    const net = "input x: f32[4]\n  output price = x -> dense(1)";
    const model = await modelOf(specWith({ net, rules: "", train: { loss: "loss mse(price)" } }));
    expect(model.loss).toMatchObject({ name: "mse", prediction: "price", target: "y" });
  });

  it("the classes of a label have to fit the logits", async () => {
    const net = "input image: f32[8, 8, 3]\n  output logits = image -> flatten -> dense(10)";
    const spec = specWith({ net, rules: "", train: images });
    const fields = { image: field([8, 8, 3]), label: field([], 7) };
    expect(await codesOf(spec, {}, fields)).toEqual(["target-mismatch"]);
    expect(await codesOf(spec, {}, { ...fields, label: field([], 10) })).toEqual([]);
  });
});

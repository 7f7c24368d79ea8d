import type { Choices } from "../../compiler/check/check.ts";
import type { CompilerCode } from "../../compiler/diagnostics/catalogue.ts";
import { type Files, specWith } from "./check-text.ts";

/** A spec that makes a diagnostic, with what is chosen from outside. */
export interface FaultSample {
  readonly files: Files;
  readonly choices?: Choices;
}

const net = (body: string): FaultSample => ({ files: specWith({ net: body }) });
const rules = (text: string): FaultSample => ({ files: specWith({ rules: text }) });
const train = (name: string, clause: string): FaultSample => ({
  files: specWith({ train: { [name]: clause } }),
});
const top = (text: string): FaultSample => ({ files: specWith({ top: text }) });

const imageTrain = {
  data: 'data idx("digits")',
  loss: "loss cross_entropy(logits, label)",
};
const images = (
  body: string,
  rule = "kernel { decay 1e-4 }",
  more: Record<string, string> = {},
): FaultSample => ({
  files: specWith({
    net: `input image: f32[8, 8, 3]\n  ${body}`,
    rules: rule,
    train: { ...imageTrain, ...more },
  }),
});
const manyBlocks = Array.from(
  { length: 66 },
  (_, i) => `block B${i} { input x; output y = x -> ${i === 65 ? "relu" : `B${i + 1}`} }`,
).join("\n");
const manyImports = Object.fromEntries([
  ["spec.regnet", Array.from({ length: 257 }, (_, i) => `import "f${i}.regnet"`).join("\n")],
  ...Array.from({ length: 257 }, (_, i) => [`f${i}.regnet`, `param p${i} = 1`]),
]);

/** One sample for every code of the catalogue: a code without one is a type error. */
export const faultSamples: { readonly [K in CompilerCode]: FaultSample } = {
  "spec-not-found": { files: {} },
  "import-not-found": { files: { "specs/main.regnet": 'import "shared.regnet"' } },
  "import-outside-project": { files: { "specs/main.regnet": 'import "../../secrets.regnet"' } },
  "circular-import": {
    files: {
      "a.regnet": 'import "b.regnet"',
      "b.regnet": 'import "c.regnet"',
      "c.regnet": 'import "b.regnet"',
    },
  },
  "too-many-imports": { files: manyImports },
  "unknown-import": {
    files: {
      "main.regnet": 'import Robst from "shared.regnet"',
      "shared.regnet": "policy Robust { kernel { decay 1e-4 } }",
    },
  },

  "duplicate-name": top(
    "block Half { input x; output y = x -> dense(2) }\nblock Half { input x; output y = x -> dense(3) }",
  ),
  "reserved-name": top("block dense { input x; output y = x -> relu }"),
  "unknown-name": train("network", "network Nte"),
  "wrong-kind": train("network", "network P"),
  "name-defined-later": net("input x: f32[4]\n  output y = h -> dense(1)\n  h = x -> relu"),
  "recursive-block": {
    files: specWith({
      top: "block A { input x; output y = x -> B }\nblock B { input x; output y = x -> dense(2) -> A }",
      net: "input x: f32[4]\n  output y = x -> A -> dense(1)",
    }),
  },
  "too-deep": {
    files: specWith({ top: manyBlocks, net: "input x: f32[4]\n  output y = x -> B0 -> dense(1)" }),
  },
  "circular-param": top("param a = b\nparam b = 2 * a"),
  "unused-value": net("input x: f32[4]\n  extra = x -> dense(3)\n  output y = x -> dense(1)"),
  "unused-input": {
    files: specWith({
      net: "input x: f32[4]\n  input z: f32[1]\n  output y = x -> dense(1)",
      train: { data: "data memory { features x; features z; target y }" },
    }),
  },

  "not-a-constant": net("input x: f32[4]\n  output y = x -> dense(x)"),
  "wrong-type": top('param strength: float = "high"'),
  "unknown-type": top("param width: integer = 32"),
  "division-by-zero": net("input x: f32[4]\n  output y = x -> dense(8 / (4 - 4))"),
  "number-too-large": net("input x: f32[4]\n  output y = x -> dense(1e300 * 1e300)"),
  "missing-argument": {
    files: `network Wide(width: int) {
  input x: f32[4]
  output y = x -> dense(width)
}
train t {
  network Wide
  data memory { features x; target y }
  loss mse(y)
  optimizer sgd(lr: 0.1)
  epochs 1
}
`,
  },
  "unknown-argument": train("network", "network Net(widht: 3)"),
  "too-many-arguments": net("input x: f32[4]\n  output y = x -> dense(1, 3)"),
  "duplicate-argument": net("input x: f32[4]\n  output y = x -> dense(1, units: 3)"),
  "param-out-of-range": {
    files: specWith({ top: "param strength: float = 1e-4 in log(1e-6, 1e-2)" }),
    choices: { set: { strength: 0.5 } },
  },
  "bad-param-range": top("param strength = 1e-4 in log(0, 1)"),
  "unknown-param": { files: specWith({ top: "param strength = 1e-4" }), choices: { set: { strenght: 1 } } },
  "setting-out-of-range": train("batch", "batch 0"),

  "unknown-definition": train("optimizer", "optimizer admw(lr: 1e-3)"),
  "unknown-option": train("optimizer", "optimizer adamw(learning_rate: 1e-3)"),
  "missing-option": net("input x: f32[4]\n  output y = x -> dense"),
  "wrong-option": net("input x: f32[4]\n  output y = x -> dense(1.5)"),
  "option-out-of-range": rules("after relu { dropout 1 }"),
  "unknown-choice": rules("kernel { decay(1e-4, scaled_by: rate) }"),
  "refused-options": train("optimizer", "optimizer sgd(lr: cosine(1e-4, floor: 1e-3))"),

  "unknown-layer": net("input x: f32[4]\n  output y = x -> desne(1)"),
  "shape-mismatch": images(
    "features = image -> flatten\n  output logits = features -> conv(4, 3) -> flatten -> dense(10)",
  ),
  "wrong-input-count": net("input x: f32[4]\n  output y = subtract(x) -> dense(1)"),
  "not-a-tensor": net("input x: f32[4]\n  output y = 3 -> dense(1)"),
  "several-outputs": {
    files: specWith({
      top: "block Two { input x; output mean = x -> dense(2); output spread = x -> dense(2) }",
      net: "input x: f32[4]\n  output y = x -> Two -> dense(1)",
    }),
  },
  "missing-output": net("input x: f32[4]\n  y = x -> dense(1)"),
  "missing-input": {
    files: "network Net { output y = relu(1) }",
  },
  "untyped-input": net("input z\n  output y = z -> dense(1)"),
  "input-type-mismatch": net("input x: f32[5]\n  output y = x -> dense(1)"),
  "bad-dimension": net("input x: f32[0]\n  output y = x -> dense(1)"),
  "bad-repeat": net("input x: f32[4]\n  output y = x -> repeat(0) dense(4) -> dense(1)"),
  "nothing-to-repeat": net(
    "input x: f32[4]\n  layer same = dense(4)\n  output y = x -> repeat(3) same -> dense(1)",
  ),
  "network-too-large": {
    files: specWith({
      top: "block Many { input x; output y = x -> repeat(1000) relu }",
      net: "input x: f32[4]\n  output y = x -> repeat(1000) Many -> dense(1)",
    }),
  },
  "value-too-large": net("input x: f32[4]\n  output y = x -> dense(2e9) -> dense(1)"),
  "shared-shape-mismatch": net(
    "input x: f32[4]\n  layer same = dense(3)\n  output y = x -> same -> relu -> same -> dense(1)",
  ),
  "unsupported-tie": net(
    "input x: f32[4]\n  layer table = dense(4)\n  output y = x -> table -> dense(1, kernel: table.kernel.T)",
  ),

  "unknown-technique": rules("after relu { droput 0.5 }"),
  "misplaced-technique": rules("hidden.kernel { dropout 0.5 }"),
  "nothing-selected": rules("after hiden { dropout 0.5 }"),
  "place-without-path": rules("after { dropout 0.5 }"),
  "before-a-group": {
    files: specWith({
      net: "input x: f32[4]\n  body = x -> dense(8) -> relu\n  output y = body -> dense(1)",
      rules: "before body { dropout 0.5 }",
    }),
  },
  "unknown-predicate": rules("kernel[unit > 4] { decay 1e-4 }"),
  "circular-policy": {
    files: specWith({ top: "policy A extends B { }\npolicy B extends A { }", train: { policy: "policy A" } }),
  },
  "rules-reach-too-much": {
    files: specWith({
      net: "input x: f32[4]\n  output y = x -> repeat(10000) relu -> dense(1)",
      rules: Array.from({ length: 101 }, () => "after relu { dropout 0.1 }").join("\n  "),
    }),
  },
  "too-many-policies": {
    files: specWith({
      top: Array.from({ length: 10 }, (_, i) => `policy E${i} extends E${i + 1}, E${i + 1} { }`)
        .concat("policy E10 { kernel { l2 1e-4 } }")
        .join("\n"),
      train: { policy: "policy E0" },
    }),
  },
  "unexpected-clause-part": rules("kernel { decay: 1e-4 }"),
  "technique-refuses-shape": images(
    "output logits = image -> flatten -> dense(10)",
    "target { label_smoothing(0.95, convention: exclude_true) }",
  ),
  "target-without-classes": rules("target { label_smoothing 0.1 }"),
  "shorthand-removed": rules("kernel { elastic none }"),
  "conflicting-policies": {
    files: specWith({
      net: `input x: f32[4]
  layer same = dense(4)
  a = x -> same
  b = a -> relu -> same
  output y = b -> dense(1)`,
      rules: "a.same { l2 0.1 }\n  b.same { l2 0.2 }",
    }),
  },
  "inline-technique": net(
    "input x: f32[4]\n  output y = x -> dense(8) as hidden -> dropout(0.5) -> dense(1)",
  ),

  "not-a-data-source": train("data", 'data "table.csv"'),
  "bad-split": train("data", "data memory { features x; target y; split 80 / 10 / 5 / 5 }"),
  "unknown-data-clause": train("data", "data memory { feature x; target y }"),
  "bad-field": train("data", "data memory { features; target y }"),
  "wrong-transform": train("data", 'data csv("t.csv") { features x: [a, b] { missing: onehot }; target y }'),
  "unknown-field": train("loss", "loss mse(y, price)"),
  "input-of-target": {
    files: specWith({
      top: 'data t = csv("t.csv") { features x: [p, q]; target y }',
      net: "input a: t.y\n  input x: t.x\n  output z = a + x -> dense(1)",
      rules: "",
      train: { data: "data t", loss: "loss mse(z, y)" },
    }),
  },
  "missing-fields": train("data", 'data csv("t.csv") { features x: [a, b] }'),
  "other-data": {
    files: specWith({
      top: 'data a = csv("a.csv") { features x: [p, q]; target y }\ndata b = csv("b.csv") { features x: [p, q]; target y }',
      net: "input x: a.x\n  output y = x -> dense(1)",
      train: { data: "data b" },
    }),
  },

  "several-trains": { files: `${specWith({})}train u {\n  network Net\n}\n` },
  "no-train": { files: specWith({}), choices: { train: "tt" } },
  "unknown-train-clause": train("extra", "learning_rate 0.1"),
  "duplicate-clause": train("extra", "epochs 4"),
  "missing-clause": train("optimizer", ""),
  "bad-clause": train("network", "network Net, Net"),
  "bad-loss": train("loss", "loss mse"),
  "unknown-output": train("loss", "loss mse(z, y)"),
  "ambiguous-target": {
    files: specWith({
      net: "input x: f32[4]\n  output price = x -> dense(1)",
      train: { data: "data memory { features x; target y; target z }", loss: "loss mse(price)" },
    }),
  },
  "target-mismatch": images("output logits = image -> flatten -> dense(7) as head"),
  "duplicate-metric": train("metrics", "metrics mae, mse, mae"),
  "unknown-quantity": rules("run { stop_early(on: train.loss, patience: 3) }"),
  "no-validation": {
    files: specWith({
      rules: "run { stop_early(on: val.loss, patience: 3) }",
      train: { data: "data memory { features x; target y; split 80 / 0 / 20 }" },
    }),
  },

  "double-decay": rules("kernel { l2 1e-4; decay 1e-4 }"),
  "l2-under-adaptive": {
    files: specWith({ rules: "kernel { l2 1e-4 }", train: { optimizer: "optimizer adam(lr: 1e-3)" } }),
  },
  "l1-without-zeros": rules("kernel { l1 1e-4 }"),
  "regularized-bias": rules("hidden { decay 1e-4 }"),
  "scale-invariant-weight": images(
    "output logits = image -> conv(4, 3, bias: false) -> batch_norm -> flatten -> dense(10)",
    "kernel { decay 1e-4 }",
  ),
  "dropout-before-batch-norm": images(
    "output logits = image -> flatten -> dense(8, bias: false) -> relu -> batch_norm -> dense(10)",
    "after relu { dropout 0.1 }",
  ),
  "dead-bias": images(
    "output logits = image -> flatten -> dense(8) -> batch_norm -> relu -> dense(10)",
    "gradient { clip global_norm 1 }",
  ),
  "small-batch-norm": images(
    "output logits = image -> flatten -> dense(8, bias: false) -> batch_norm -> relu -> dense(10)",
    "gradient { clip global_norm 1 }",
    { batch: "batch 4" },
  ),
  "strong-decay": rules("kernel { decay 2 }"),
  "keep-like-rate": rules("after relu { dropout 0.9 }"),
  "redundant-techniques": rules("kernel { unit_norm; decay 1e-3 }"),
  "bounded-logits": images("output logits = image -> flatten -> dense(10) as head -> softmax"),
};

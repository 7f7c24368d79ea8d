import { describe, expect, test } from "vitest";
import { spellings } from "../../compiler/check/policy/techniques.ts";
import type { Definition } from "../../compiler/definitions/definition.ts";
import { initializers } from "../../compiler/definitions/initializers/index.ts";
import { layers } from "../../compiler/definitions/layers/index.ts";
import { losses } from "../../compiler/definitions/losses/index.ts";
import { metrics } from "../../compiler/definitions/metrics/index.ts";
import { optimizers } from "../../compiler/definitions/optimizers/index.ts";
import { schedules } from "../../compiler/definitions/schedules/index.ts";
import { techniques } from "../../compiler/definitions/techniques/index.ts";
import { foreignNames } from "../../compiler/diagnostics/foreign-names.ts";
import { checkText } from "./check-text.ts";

const points = "data points = spirals(examples: 30)\n";

async function hintsOf(stage: string, rest = "optimizer adam(lr: 0.1)"): Promise<readonly string[]> {
  const text = `${points}network N { input x: points.x; output y = x -> ${stage} }
train t { network N; data points; loss cross_entropy(y, label); epochs 1; ${rest} }`;
  const { diagnostics } = await checkText({ "spec.regnet": text });
  return diagnostics.map(({ code, hint }) => `${code}: ${hint}`);
}

describe("names of other frameworks", () => {
  test.each([
    ["Dense(10)", "dense"],
    ["nn.Linear(10)", "dense"],
    ["Dropout(0.5)", "dropout"],
    ["Conv2D(8, 3)", "conv"],
    ["tf.keras.layers.MaxPooling2D(2)", "max_pool"],
    ["LayerNormalization()", "layer_norm"],
    ["BatchNorm1d()", "batch_norm"],
    ["MultiHeadAttention(4)", "attention"],
    ["Concatenate()", "concat"],
    ["LSTM(8)", "lstm"],
    ["GlobalAveragePooling2D()", "global_avg_pool"],
  ])("of the layer %s become %s", async (written, own) => {
    expect(await hintsOf(written)).toEqual([`unknown-layer: did you mean \`${own}\`?`]);
  });

  test.each([
    ["dense(10, use_bias: false)", "did you mean `bias`?"],
    ["conv(8, kernel_size: 3)", "did you mean `size`?"],
    ["attention(num_heads: 4)", "did you mean `heads`?"],
    ["dense(10, activation: relu)", "an activation is a stage of its own: `-> dense(64) -> relu`"],
    [
      "dense(10, kernel_regularizer: 0.1)",
      "policies regularize: `policy P { kernel { l2 0.01 } }`, and `policy P` in the train block",
    ],
  ])("of the options in %s become ours", async (written, hint) => {
    expect(await hintsOf(written)).toEqual([`unknown-option: ${hint}`]);
  });

  test("say what is done elsewhere", async () => {
    expect(await hintsOf("Activation(relu)")).toEqual([
      "unknown-layer: an activation is a stage of its own: `-> dense(64) -> relu`",
    ]);
    expect(await hintsOf("GRU(3)")).toEqual(["unknown-layer: the recurrent layer is `lstm`"]);
    expect(await hintsOf("dense(10)", "optimizer sgd(lr: 0.1, weight_decay: 0.1)")).toEqual([
      "unknown-option: policies decay weights: `policy P { kernel { decay 0.01 } }`, and `policy P` in the train block",
    ]);
  });

  test("all stand for something that there is", () => {
    const tables = [layers, optimizers, losses, metrics, initializers, schedules, techniques];
    const definitions = tables.flatMap((table): readonly Definition[] => Object.values(table));
    const options = definitions.flatMap((definition) => Object.keys(definition.options));
    const own = new Set([...definitions.map(({ name }) => name), ...options, ...spellings]);
    expect(Object.values(foreignNames).filter((name) => !own.has(name))).toEqual([]);
  });

  test("become ours only where ours fits", async () => {
    const optimizer = (written: string) => hintsOf("dense(10)", `optimizer ${written}`);
    expect(await optimizer("adamw(lr: 0.1, weight_decay: 0.1)")).toEqual([
      "unknown-option: did you mean `decay`?",
    ]);
    expect(await optimizer("adam(learning_rate: 0.1, lr: 0.1)")).toEqual([
      "unknown-option: did you mean `lr`?",
    ]);
    expect((await optimizer("linear(lr: 0.1)"))[0]).not.toContain("dense");
    expect((await hintsOf("constructor()"))[0]).toContain("unknown-layer");
  });

  test("of losses and metrics become ours", async () => {
    const rest = "optimizer adam(lr: 0.1); metrics sparse_categorical_accuracy";
    expect(await hintsOf("dense(10)", rest)).toEqual(["unknown-definition: did you mean `accuracy`?"]);
  });
});

test("an embedding of images is told where images go", async () => {
  const text = `${points}network N { input x: points.x; output y = x -> embedding(9, 2) -> flatten -> dense(10) }
train t { network N; data points; loss cross_entropy(y, label); epochs 1; optimizer adam(lr: 0.1) }`;
  const hint = async (spec: string) => (await checkText({ "spec.regnet": spec })).diagnostics[0]?.hint;
  expect(await hint(text)).toMatch(/numbers and images go to `dense` or `conv`/);
  expect(await hint(text.replace("x: points.x", "x: i32[4]"))).toMatch(/numbers and images are f32/);
});

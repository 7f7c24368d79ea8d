/** Any network under any policy and optimizer: every pass together against none, on the steps of its three programs. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Model } from "../../compiler/ir/model.ts";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { generate } from "../../compiler/program/nd-array.ts";
import {
  optimizerSlots,
  synthesizeEvaluate,
  synthesizePredict,
  synthesizeTrain,
} from "../../compiler/synthesize/index.ts";
import { checkText, specWith } from "../check/check-text.ts";
import { type Arrays, difference, train } from "./train.ts";

/** Shared layers and norms, values read twice, biases that are dead or only look so, images, arithmetic. */
const networks = [
  "layer norm = batch_norm; layer d = dense(4); a = x -> d -> norm -> relu -> d -> norm; output y = a -> dense(1) as head",
  "a = x -> dense(4); b = a -> batch_norm -> relu; output y = concat(a, b) -> dense(1) as head",
  "a = x -> dense(4) -> identity -> relu -> relu -> batch_norm; output y = a -> dense(1) as head",
  "a = x -> dense(4, bias: false) -> batch_norm -> dense(4) -> batch_norm; output y = relu(a + x) -> dense(1) as head",
  "layer d = dense(4); output y = x -> d -> relu -> d -> batch_norm -> relu -> d -> dense(1) as head",
  "a = x -> reshape([2, 2, 1]) -> conv(2, 2) -> batch_norm -> relu -> max_pool(2); output y = a -> flatten -> dense(1) as head",
  "a = 2 * x + 1; b = a -> dense(4); output y = tanh(b * b - b) -> dense(1) as head",
  "a = x -> reshape([2, 2]) -> position_embedding; b = a + (a -> layer_norm -> attention(2, causal: true)); output y = b -> dense(2) -> relu -> layer_norm -> flatten -> dense(1) as head",
];
const rules = [
  "kernel { l2 0.05 }",
  "kernel { l2 linear(0.1, 0.01) }",
  "kernel { l1 0.02 }",
  "bias { l2 0.1 }",
  "kernel { decay 0.3 }",
  "kernel { decay coupled 0.2 }",
  "norm { decay 0.1 }",
  "head.kernel { decay none }",
  "head.kernel { prox l1 0.1 }",
  "kernel { prox elastic(0.1, 0.2) }",
  "kernel { max_norm 1 }",
  "kernel { unit_norm }",
  "bias { non_negative }",
  "input { dropout 0.2 }",
  "after relu { dropout 0.4 }",
  "after dense { dropout 0.3 }",
  "after dense { dropout 0 }",
  "before dense { dropout 0.2 }",
  "after dense { activity_l2 0.1 }",
  "after batch_norm { activity_l1 0.1 }",
  "gradient { clip global_norm 0.3 }",
  "gradient { clip norm 0.1 }",
  "gradient { clip value 0.05 }",
  "update { ema 0.9 }",
  "update { ema(0.99, warmup: 2) }",
];
const optimizers = [
  "sgd(lr: 0.1)",
  "sgd(lr: 0)",
  "sgd(lr: linear(0.1, 0.01), momentum: 0.9, nesterov: true)",
  "momentum(lr: 0.05)",
  "adam(lr: 0.01)",
  "adam(lr: 0.01, epsilon_mode: before_correction)",
  "adamw(lr: 0.01)",
  "rmsprop(lr: 0.01, momentum: 0.5, centered: true)",
  "adadelta(lr: 1)",
  "adagrad(lr: 0.1)",
];

/** Null where a rule selects nothing in this network. */
async function modelWith(net: string, chosen: readonly string[], optimizer: string): Promise<Model | null> {
  const spec = specWith({
    net: `input x: f32[4]; ${net}`,
    rules: ["kernel { decay 0 }", ...chosen].join("\n  "),
    train: { optimizer: `optimizer ${optimizer}` },
  });
  return (await checkText(spec)).model;
}

function initialSlots(model: Model): Arrays {
  return new Map(
    optimizerSlots(model).map(({ name, shape, initial }) => [
      name,
      generate({ shape, dtype: "f32" }, () => initial),
    ]),
  );
}

test("all passes together keep what any spec means", async () => {
  let compared = 0;
  const some = fc.uniqueArray(fc.constantFrom(...rules), { maxLength: 6 });
  const compare = async (net: string, chosen: readonly string[], optimizer: string) => {
    const model = await modelWith(net, chosen, optimizer);
    if (model === null) return;
    const programs = [synthesizeTrain(model, 3), synthesizeEvaluate(model, 3), synthesizePredict(model, 30)];
    for (const program of programs) {
      const optimized = optimize(program, { trace: true });
      // Two dropouts that became one draw other masks of the same distribution.
      if (optimized.notes.some(({ text }) => text.includes("F-14c"))) continue;
      const steps = program.name === "train" ? 4 : 1;
      const runs = [lowerPlainly(program), optimized.program].map((one) =>
        train(one, steps, initialSlots(model)),
      );
      expect(difference(runs[0]!, runs[1]!)).toBeLessThan(1e-7);
      compared++;
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...networks), some, fc.constantFrom(...optimizers), compare),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(150);
});

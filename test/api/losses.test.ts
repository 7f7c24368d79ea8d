/** What is reported: `data`, each penalty and `total`, on training and validation alike, whatever was fused (0.8, T-12). */
import { describe, expect, test } from "vitest";
import { compile, type EpochRecord } from "../../runtime/index.ts";
import type { ModelRunner } from "../../runtime/model-runner.ts";
import { evaluatePart } from "../../runtime/training/evaluate-part.ts";
import type { Losses, Scores } from "../../runtime/training/scores.ts";
import { runnerOf, stepsOn, type Task, taskOf } from "./task.ts";

function spec(policy: string, optimizer = "sgd(lr: 0.1)"): string {
  return `data points = spirals(examples: 60) { split 70 / 30 / 0 }
network Net { input x: points.x; output logits = x -> dense(6) as hidden -> tanh -> dense(2) as head }
policy P {
  ${policy}
}
train t {
  network Net; policy P; data points; loss cross_entropy(logits, label); optimizer ${optimizer}
  batch 16; epochs 4; seed 2; metrics accuracy
}`;
}

const policies: Readonly<Record<string, string>> = {
  "l2, which becomes a part of the update": spec("kernel { l2 0.01 }"),
  "l1 and l2 under adam": spec("hidden.kernel { l1 0.01 }; head.kernel { l2 0.02 }", "adam(lr: 0.01)"),
  "an elastic net, with decay and clipping": spec(
    "kernel { elastic(l1: 1e-2, l2: 1e-2); decay 0.01 }; gradient { clip global_norm 0.5 }",
  ),
  "activity penalties, with dropout": spec(
    "after hidden { dropout 0.3; activity_l2 0.01; activity_l1 0.02 }",
  ),
  "a strength that follows a schedule": spec("kernel { l2 linear(0, 0.1) }"),
  none: spec("kernel { decay 0.01 }"),
};

function expectWhole({ data, penalty, total, penalties }: Losses): void {
  const sum = Object.values(penalties).reduce((all, value) => all + value, 0);
  expect(penalty).toBeCloseTo(sum, 6);
  expect(total).toBeCloseTo(data + sum, 6);
}

test.each(Object.entries(policies))("total is data and penalties, with %s", async (name, text) => {
  const model = await compile(text);
  const records: EpochRecord[] = [];
  for await (const event of model.fit()) {
    if (event.type === "step") expectWhole(event.train.loss);
    if (event.type === "epoch") records.push(event.record);
  }
  for (const { train, val } of records) {
    expectWhole(train.loss);
    expectWhole(val!.loss);
    const penalties = Object.keys(train.loss.penalties);
    expect(Object.keys(val!.loss.penalties)).toEqual(penalties);
    expect(penalties.length > 0).toBe(name !== "none");
    for (const penalty of penalties) expect(val!.loss.penalties[penalty]).toBeGreaterThan(0);
  }
  model.dispose();
});

test("penalties on weights are those of the present weights, the same on every part", async () => {
  const model = await compile(spec("hidden.kernel { l1 0.01 }; head.kernel { l2 0.02; decay 0.1 }"));
  for (let step = 0; step < 5; step++) await model.step();
  const [hidden, head] = [await model.weights("hidden.kernel"), await model.weights("head.kernel")];
  const l1 = 0.01 * hidden.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const l2 = 0.02 * head.reduce((sum, weight) => sum + weight ** 2, 0);
  for (const part of ["train", "val"] as const) {
    const { penalties } = (await model.evaluate(part))!.loss;
    expect(penalties.l1).toBeCloseTo(l1, 6);
    expect(penalties.l2).toBeCloseTo(l2, 6);
  }
  model.dispose();
});

test("a training step reports the penalties of the weights before its update", async () => {
  const task = await taskOf(spec("kernel { l2 0.01 }"));
  const runner = await runnerOf(task, "wasm");
  const weights = await Promise.all(["hidden.kernel", "head.kernel"].map((id) => runner.get(id)));
  runner.dispose();
  const expected =
    0.01 * weights.flatMap((values) => [...values]).reduce((sum, weight) => sum + weight ** 2, 0);
  const { outputs } = await stepsOn("wasm", task, 1);
  expect(outputs[0]!["loss.penalty.l2"]).toBeCloseTo(expected, 6);
});

describe("evaluation", () => {
  const scored = async ({ model, dataset }: Task, runner: ModelRunner, batch: number): Promise<Scores> => {
    const position = { seed: 2, step: 0, stepsPerEpoch: 3, totalSteps: 12 };
    const run = { ...model.run, batch };
    const { scores } = await evaluatePart({ run }, runner, dataset.train, position);
    return scores!;
  };

  test.each(Object.entries(policies))(
    "over batches with a smaller last one comes to what one batch does: %s",
    async (_name, text) => {
      const task = await taskOf(text);
      const runner = await runnerOf(task, "wasm");
      const whole = await scored(task, runner, 42);
      for (const batch of [16, 5, 1]) {
        const { loss, metrics } = await scored(task, runner, batch);
        expect(metrics).toEqual(whole.metrics);
        expect(loss.data).toBeCloseTo(whole.loss.data, 6);
        expect(loss.penalty).toBeCloseTo(whole.loss.penalty, 6);
        expect(loss.total).toBeCloseTo(whole.loss.total, 6);
      }
      runner.dispose();
    },
  );
});

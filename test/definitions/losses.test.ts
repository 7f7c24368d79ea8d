import { expect, test } from "vitest";
import { losses } from "../../compiler/definitions/losses/index.ts";
import { checkedOptions } from "../../compiler/definitions/option-spec.ts";
import { techniques } from "../../compiler/definitions/techniques/index.ts";
import type { LoadedField } from "../../compiler/ir/model.ts";
import golden from "../fixtures/golden-torch.json" with { type: "json" };
import { fillOptions } from "../synthesize/test-model.ts";
import { compute, slopes, type Tensor } from "./compute.ts";

type Given = Parameters<typeof fillOptions>[1];

/** The mean loss over the batch and its gradient by the prediction. */
function lossOf(
  name: keyof typeof losses,
  prediction: Tensor,
  target: readonly number[],
  given: { readonly options?: Given; readonly smoothing?: Given; readonly round?: "f32" } = {},
) {
  const loss = losses[name];
  const options = checkedOptions(fillOptions(loss, given.options));
  const type = loss.batchTarget({ shape: prediction.shape, dtype: "f32" }, options);
  const computed = compute(
    { z: prediction, y: { ...type, data: target } },
    (builder, { z, y }) => {
      let expanded = loss.expand(builder, y!, z!, options);
      const { effect } = techniques.label_smoothing;
      if (given.smoothing !== undefined && effect.step === "target" && loss.target !== "numeric") {
        const smoothing = checkedOptions(fillOptions(techniques.label_smoothing, given.smoothing));
        expanded = effect.apply({ builder, target: expanded, kind: loss.target, options: smoothing });
      }
      const mean = builder.mean(loss.value({ builder, prediction: z!, target: expanded, options }));
      return { loss: mean, gradient: builder.gradient(mean, z!) };
    },
    given,
  );
  return { loss: computed.loss![0]!, gradient: computed.gradient! };
}

function expectClose(actual: readonly number[], wanted: readonly number[], digits = 10) {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

const logits = { shape: [2, 3], data: golden["ce ls=0.0"].logits.flat() };

test("cross-entropy has torch's loss and gradient, plain and smoothed", () => {
  const plain = lossOf("cross_entropy", logits, [0, 2]);
  expect(plain.loss).toBeCloseTo(golden["ce ls=0.0"].loss, 12);
  expectClose(plain.gradient, golden["ce ls=0.0"].grad.flat(), 12);
  const smooth = lossOf("cross_entropy", logits, [0, 2], { smoothing: { epsilon: 0.1 } });
  expect(smooth.loss).toBeCloseTo(golden["ce ls=0.1"].loss, 12);
  expectClose(smooth.gradient, golden["ce ls=0.1"].grad.flat(), 12);
});

test("smoothing that excludes the true class is the uniform one at ε·K/(K - 1) (F-11)", () => {
  const excluding = { epsilon: 0.1, convention: "exclude_true" };
  const a = lossOf("cross_entropy", logits, [0, 2], { smoothing: excluding });
  const b = lossOf("cross_entropy", logits, [0, 2], { smoothing: { epsilon: 0.15 } });
  expect(a.loss).toBeCloseTo(b.loss, 12);
  const targets = [0.9, 0.05, 0.05, 0.05, 0.05, 0.9];
  const given = lossOf("cross_entropy", logits, targets, { options: { targets: "distribution" } });
  expect(a.loss).toBeCloseTo(given.loss, 12);
});

test("smoothing refuses to make the true class the least likely (L-17)", () => {
  const refuses = (
    epsilon: number,
    convention: string,
    numbers: number,
    kind: "categorical" | "binary" = "categorical",
  ) => techniques.label_smoothing.refusesShape!([numbers], { epsilon, convention }, kind);
  expect(refuses(0.5, "exclude_true", 2)).toContain("least likely");
  expect(refuses(0.5, "exclude_true", 3)).toBeNull();
  expect(refuses(0.99, "uniform", 3)).toBeNull();
  // One answer or five: each is one of two classes.
  expect(refuses(0.6, "exclude_true", 1, "binary")).toContain("with 2 classes");
  expect(refuses(0.6, "exclude_true", 5, "binary")).toContain("with 2 classes");
  expect(refuses(0.4, "exclude_true", 1, "binary")).toBeNull();
});

test("binary targets are smoothed between two classes (2.7)", () => {
  const z = { shape: [2, 1], data: [0.7, -0.2] };
  const smoothed = lossOf("binary_cross_entropy", z, [1, 0], { smoothing: { epsilon: 0.1 } });
  expect(smoothed.loss).toBeCloseTo(lossOf("binary_cross_entropy", z, [0.95, 0.05]).loss, 12);
});

test("cross-entropy is right where probabilities would be 0 (T13)", () => {
  const z = { shape: [1, 3], data: [-40, 0, 0] };
  const { loss, gradient } = lossOf("cross_entropy", z, [0]);
  expect(loss).toBeCloseTo(40 + Math.log(2), 12);
  expectClose(gradient, [-1, 0.5, 0.5]);
});

test("labels per position are averaged over the positions", () => {
  const rows = lossOf("cross_entropy", { shape: [2, 3], data: logits.data }, [0, 2]);
  const positions = lossOf("cross_entropy", { shape: [1, 2, 3], data: logits.data }, [0, 2]);
  expect(positions.loss).toBeCloseTo(rows.loss, 12);
});

const sample = [0.3, -1.7, 2.4, 0, -0.4, 5];
const wanted = [1, 0, 1, 1, 0, 0];

const closed: readonly [keyof typeof losses, Given, (z: number, y: number) => number][] = [
  ["mse", {}, (z, y) => (z - y) ** 2],
  ["mae", {}, (z, y) => Math.abs(z - y)],
  ["huber", { delta: 1.5 }, (z, y) => huberAt(z - y, 1.5)],
  ["binary_cross_entropy", {}, (z, y) => Math.log(1 + Math.exp(z)) - y * z],
];

function huberAt(error: number, delta: number): number {
  const size = Math.abs(error);
  return size <= delta ? 0.5 * error ** 2 : delta * (size - 0.5 * delta);
}

test.each(closed)("%s %o follows its formula, gradient included", (name, options, formula) => {
  const { loss, gradient } = lossOf(name, { shape: [3, 2], data: sample }, wanted, { options });
  const mean = (z: readonly number[]) => z.reduce((sum, v, i) => sum + formula(v, wanted[i]!), 0) / z.length;
  expect(loss).toBeCloseTo(mean(sample), 12);
  expectClose(gradient, slopes(mean, sample), 7);
});

test("binary cross-entropy stays finite and exact at extreme logits, in float32 too", () => {
  const z = { shape: [5, 1], data: [1e30, -1e30, 90, -90, 0] };
  const y = [1, 0, 0, 1, 1];
  const { loss, gradient } = lossOf("binary_cross_entropy", z, y, { round: "f32" });
  expect(loss).toBeCloseTo((180 + Math.log(2)) / 5, 4);
  expectClose(gradient, [0, 0, 0.2, -0.2, -0.1], 6);
});

test("huber stays finite for errors whose square overflows float32", () => {
  const { loss, gradient } = lossOf("huber", { shape: [1, 1], data: [1e30] }, [0], { round: "f32" });
  expect(loss).toBeCloseTo(1e30, -24);
  expectClose(gradient, [1]);
});

const label = (classes: number, ...places: readonly number[]): LoadedField => ({
  shape: places,
  dtype: "i32",
  classes,
});
const oneHot = (...shape: readonly number[]): LoadedField => ({
  shape,
  dtype: "f32",
  classes: shape.at(-1)!,
});
const numbers = (...shape: readonly number[]): LoadedField => ({ shape, dtype: "f32", classes: null });

test.each([
  ["cross_entropy", [10], label(10), null],
  ["cross_entropy", [10], label(3), "10 logits"],
  ["cross_entropy", [], label(3), "one number"],
  ["cross_entropy", [3], numbers(3), "not a label"],
  ["cross_entropy", [1], label(1), "nothing to learn"],
  ["cross_entropy", [5, 3], label(3, 5), null],
  ["cross_entropy", [5, 3], oneHot(5, 3), null],
  ["cross_entropy", [1, 3], label(3), null],
  ["cross_entropy", [5, 3], label(3), "answers 5 times per example and the target once"],
  ["cross_entropy", [5, 3], oneHot(3), "answers 5 times per example and the target once"],
  ["cross_entropy", [3], label(3, 5), "answers once per example and the target 5 times"],
  ["cross_entropy", [2, 5, 3], label(3, 5, 2), "answers 2 × 5 times per example and the target 5 × 2 times"],
  ["binary_cross_entropy", [5], label(2, 5), null],
  ["binary_cross_entropy", [1], label(2, 5), "the target 5"],
  ["binary_cross_entropy", [1], label(2), null],
  ["binary_cross_entropy", [], label(2), null],
  ["binary_cross_entropy", [3], label(3), "3 classes"],
  ["binary_cross_entropy", [3], numbers(3), null],
  ["mse", [1], numbers(), null],
  ["mse", [2], numbers(1), "2 numbers"],
] as const)("%s of a prediction %o and a target %o: %s", (name, shape, target, problem) => {
  const loss = losses[name];
  const found = loss.check({ shape, dtype: "f32" }, target, checkedOptions(fillOptions(loss)));
  if (problem === null) expect(found).toBeNull();
  else expect(found?.problem).toContain(problem);
});

test("cross-entropy refuses a target of one class, whatever the network ends in", () => {
  for (const logits of [1, 2]) {
    const prediction = { shape: [logits], dtype: "f32" } as const;
    const target = { shape: [], dtype: "i32", classes: 1 } as const;
    const problem = losses.cross_entropy.check(prediction, target, checkedOptions({ targets: "labels" }));
    expect(problem?.problem).toBe("the target has one class only: there is nothing to learn");
  }
});

/** The fixture is written by test/oracles/make-keras-fixtures.py. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import type { Program } from "../../compiler/program/program.ts";
import { type Batch, evaluate, initialState, type Numbers, trainSteps } from "./run-steps.ts";
import { type TestModel, testModel } from "./test-model.ts";

interface Case {
  readonly name: string;
  /** Digits after the point to which weights agree. */
  readonly digits: number;
  readonly model: TestModel;
  readonly weights: Numbers;
  readonly batches: readonly Batch[];
  /** Keras's loss with its penalties, at the weights before each step. */
  readonly totals: readonly number[];
  readonly penalties: readonly number[];
  readonly final: Numbers;
  /** The moving averages of the weights behind the last step. */
  readonly averages?: Numbers;
}

const file = new URL("../fixtures/keras-steps.json", import.meta.url);
const fixture = JSON.parse(readFileSync(file, "utf8")) as {
  readonly keras: string;
  readonly cases: readonly Case[];
};

/** Keras hands losses out in float32, though it computes most of them in float64 here. */
const LOSS_DIGITS = 6;

const programs = [
  { how: "as synthesized", lower: lowerPlainly },
  { how: "optimized", lower: (program: Program) => optimize(program).program },
];
const samples = programs.flatMap((program) => fixture.cases.map((sample) => ({ ...sample, ...program })));

test.each(samples)("five steps of Keras are five steps of regnet, $how: $name", ({ lower, ...sample }) => {
  const model = testModel(sample.model);
  const steps = trainSteps(model, sample.weights, sample.batches, { lower });
  for (const [i, { outputs }] of steps.entries()) {
    expect(outputs["loss.total"]).toBeCloseTo(sample.totals[i]!, LOSS_DIGITS);
    expect(outputs["loss.total"]! - outputs["loss.data"]!).toBeCloseTo(sample.penalties[i]!, 10);
  }
  const { state } = steps.at(-1)!;
  expect(Object.keys(sample.final).sort()).toEqual(model.network.parameters.map(({ id }) => id).sort());
  const averages = Object.entries(sample.averages ?? {}).map(
    ([id, values]) => [`ema/${id}`, values] as const,
  );
  for (const [id, values] of [...Object.entries(sample.final), ...averages]) {
    values.forEach((value, i) => {
      expect(state.get(id)![i], `${id}[${i}]`).toBeCloseTo(value, sample.digits);
    });
  }
});

test("evaluation reports the penalties of the same weights, as Keras does and tfjs does not (T-12, T4)", () => {
  const sample = fixture.cases.find(({ name }) => name.includes("D-10d"))!;
  const model = testModel(sample.model);
  const reported = evaluate(model, initialState(model, sample.weights), sample.batches[0]!);
  expect(reported["loss.total"]).toBeCloseTo(sample.totals[0]!, LOSS_DIGITS);
  const penalties = reported["loss.penalty.l1"]! + reported["loss.penalty.activity_l1"]!;
  expect(penalties).toBeCloseTo(sample.penalties[0]!, 10);
});

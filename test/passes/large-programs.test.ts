/** Time and memory are bounded: what a short text can ask for is lowered in seconds, however long or alike it is. */
import { expect, test } from "vitest";
import { lowerStep, type StepMode } from "../../compiler/lower-step.ts";
import { optimize } from "../../compiler/passes/optimize.ts";
import { shareCommonSubexpressions } from "../../compiler/passes/share-common-subexpressions.ts";
import { unify } from "../../compiler/passes/unify-kernels.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { ScalarKernel } from "../../compiler/program/scalar-kernel.ts";
import { type TestModel, type TestNode, testModel } from "../synthesize/test-model.ts";
import { trainProgram } from "./recipes.ts";
import { textsOf } from "./train.ts";

/** Milliseconds of the processor, which other work on the machine does not lengthen; what is not bounded takes minutes. */
const SOON = 10_000;

function measure(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

function timeOf(given: TestModel, mode: StepMode = "train"): number {
  const model = testModel(given);
  return measure(() => {
    expect(lowerStep(model, mode, 4, "wasm").plan).not.toBeNull();
  });
}

const dense = (id: string, units = 8): TestNode => ({ id, layer: "dense", options: { units } });

test("a thousand penalties and updates", () => {
  const strength = 1e-4;
  const program = trainProgram({ optimizer: "momentum", l2: strength }, ({ b, kernel }) =>
    Array.from({ length: 1000 }, (_, i) => b.sum(kernel(`w${i}`, [2, 2]))).reduce((a, c) => b.add(a, c)),
  );
  const time = measure(() => {
    const { program: optimized, notes } = optimize(program);
    expect(makePlan(optimized, "wasm").plan).not.toBeNull();
    expect(textsOf(notes, "rewrote")).toContainEqual(expect.stringContaining("1000 updates became one call"));
  });
  expect(time).toBeLessThan(SOON);
});

test("dropout before five thousand relus", () => {
  const relus = Array.from({ length: 5000 }, (): TestNode => ({ layer: "relu" }));
  const time = timeOf({
    input: [8],
    nodes: [dense("first"), ...relus, dense("head", 1)],
    sites: [
      {
        id: "first/dropout",
        technique: "dropout",
        options: { rate: 0.5 },
        at: { site: "activation", value: "first" },
      },
    ],
  });
  expect(time).toBeLessThan(SOON);
});

test("five thousand activations of one shape in a row", () => {
  const bends = Array.from({ length: 5000 }, (): TestNode => ({ layer: "tanh" }));
  const given = { input: [8], nodes: [dense("first"), ...bends, dense("head", 1)] };
  expect(timeOf(given)).toBeLessThan(SOON);
  expect(timeOf(given, "predict")).toBeLessThan(SOON);
});

test("long kernels that differ in their first operation only are told apart soon", () => {
  const chain = (first: "tanh" | "sigmoid"): ScalarKernel => ({
    inputs: 1,
    operations: [
      { op: first, args: [0] },
      ...Array.from({ length: 60 }, (_, i) => i).flatMap(
        (i) =>
          [
            { op: "constant", args: [], value: 1.01 },
            { op: "mul", args: [2 * i + 1, 2 * i + 2] },
          ] as const,
      ),
    ],
    results: [121],
  });
  const isConstant = (operand: number) => operand > 0 && operand % 2 === 0;
  const time = measure(() => {
    expect(unify(chain("tanh"), chain("sigmoid"), isConstant)).toBeNull();
    expect(unify(chain("tanh"), chain("tanh"), isConstant)).not.toBeNull();
  });
  expect(time).toBeLessThan(SOON);
});

test("pieces of equal tensors are told apart at once", () => {
  const b = new Builder("test");
  const x = b.input("batch", "x", { shape: [4000], dtype: "f32" });
  const pieces = Array.from({ length: 4000 }, (_, i) => b.slice(b.exp(x), [i], [1]));
  b.output("y", b.concat(pieces, 0));
  const program = b.finish();
  const time = measure(() => {
    expect(shareCommonSubexpressions.run(program).program.instructions).toHaveLength(4002);
  });
  expect(time).toBeLessThan(SOON / 5);
});

test("many pieces of one tensor are told apart at once", () => {
  const b = new Builder("test");
  const x = b.input("batch", "x", { shape: [8000], dtype: "f32" });
  const pieces = Array.from({ length: 8000 }, (_, i) => b.slice(x, [i], [1]));
  b.output("y", b.concat([...pieces, ...pieces.slice(0, 10).map((_, i) => b.slice(x, [i], [1]))], 0));
  const program = b.finish();
  const time = measure(() => {
    const { program: shared } = shareCommonSubexpressions.run(program);
    expect(shared.instructions).toHaveLength(8001);
  });
  expect(time).toBeLessThan(SOON / 5);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import {
  labelSmoothing,
  mixTargets,
  softmax,
  softmaxCrossEntropy,
} from "../../compiler/program/composites.ts";
import { generate } from "../../compiler/program/nd-array.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import golden from "../fixtures/golden-passes.json" with { type: "json" };
import { array } from "../program/arrays.ts";
import { difference, operations, textsOf, train, withOnly } from "./train.ts";

const pass = "fuse-softmax-cross-entropy";

/** The mean loss and its gradient by the logits, for a target made of one-hot labels. */
function lossProgram(
  target: (b: Builder, labels: Value, oneHot: Value) => Value,
  shape: readonly number[] = [2, 3],
): Program {
  const b = new Builder("loss");
  const logits = b.input("batch", "z", { shape, dtype: "f32" });
  const labels = b.input("batch", "label", { shape: shape.slice(0, -1), dtype: "i32" });
  const targets = target(b, labels, b.oneHot(labels, shape.at(-1)!));
  const loss = b.mean(softmaxCrossEntropy(b, logits, targets));
  b.output("loss", loss);
  b.output("gradient", b.gradient(loss, logits));
  return b.finish();
}

function expectFused(program: Program): Program {
  const { program: fused, notes } = withOnly(program, pass, "remove-dead-code");
  expect(textsOf(notes, "refused")).toEqual([]);
  for (const gone of ["one_hot", "exp", "log", "reduce_max"] as const)
    expect(operations(fused)).not.toContain(gone);
  expect(difference(train(lowerPlainly(program), 3), train(fused, 3))).toBeLessThan(1e-9);
  return fused;
}

function run(program: Program, cells: readonly (readonly number[])[], labels: readonly number[]) {
  const z = array([cells.length, 3], cells.flat());
  const label = { ...array([labels.length], labels), dtype: "i32" as const };
  const [outputs] = train(
    program,
    1,
    new Map([
      ["z", z],
      ["label", label],
    ]),
  ).outputs;
  return { loss: outputs!.get("loss")!.data[0]!, gradient: [...outputs!.get("gradient")!.data] };
}

describe("F-10: cross-entropy with an affine target needs no one-hot tensor", () => {
  test("labels", () => {
    const fused = expectFused(lossProgram((_b, _labels, oneHot) => oneHot));
    expect(print(fused)).toMatchInlineSnapshot(`
      "program loss
        %0: f32[2, 3] = batch z
        %1: i32[2] = batch label
        %2: f32[2] = softmax_cross_entropy %0 %1 {on: 1, off: 0}
        %3: f32[] = reduce_sum %2 {axes: [0]}
        %4: f32[] = constant {value: 0.5}
        %5: f32[] = mul %3 %4
        %6: f32[] = constant {value: 1}
        %7: f32[] = mul %6 %4
        %8: f32[1] = reshape %7
        %9: f32[2] = broadcast %8
        %10: f32[2, 3] = softmax_cross_entropy_gradient %0 %1 %9 {on: 1, off: 0}
        output loss = %5
        output gradient = %10
      "
    `);
  });

  test("the golden values of torch, plain and smoothed", () => {
    const plain = optimize(lossProgram((_b, _labels, oneHot) => oneHot)).program;
    const smooth = optimize(lossProgram((b, _labels, oneHot) => labelSmoothing(b, oneHot, 0.1, 3))).program;
    const { logits, y } = golden.crossEntropy;
    for (const [program, expected] of [
      [plain, golden.crossEntropy],
      [smooth, golden.smoothed],
    ] as const) {
      const { loss, gradient } = run(program, logits, y);
      expect(loss).toBeCloseTo(expected.loss, 10);
      gradient.forEach((cell, i) => {
        expect(cell).toBeCloseTo(expected.grad.flat()[i]!, 10);
      });
    }
  });

  test("any number of classes, smoothing and order of operands", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 9 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.boolean(),
        (classes, epsilon, commuted) => {
          const target = (b: Builder, _labels: Value, oneHot: Value) => {
            const kept = b.constant(1 - epsilon);
            const spread = b.constant(epsilon / classes);
            return commuted ? b.add(spread, b.mul(kept, oneHot)) : b.add(b.mul(oneHot, kept), spread);
          };
          expectFused(lossProgram(target, [4, classes]));
        },
      ),
      { numRuns: 20 },
    );
  });

  test("a sequence of labels per example", () => {
    expectFused(lossProgram((b, _labels, oneHot) => labelSmoothing(b, oneHot, 0.1, 5), [2, 3, 5]));
  });
});

test("F-11: smoothing that excludes the true class is uniform smoothing by ε·K/(K-1)", () => {
  const [epsilon, classes] = [0.1, 3];
  const excluding = (b: Builder, _labels: Value, oneHot: Value) =>
    b.add(b.scale(oneHot, 1 - epsilon - epsilon / (classes - 1)), b.constant(epsilon / (classes - 1)));
  const uniform = (b: Builder, _labels: Value, oneHot: Value) =>
    labelSmoothing(b, oneHot, (epsilon * classes) / (classes - 1), classes);
  const [a, b] = [excluding, uniform].map((target) => train(expectFused(lossProgram(target)), 3));
  expect(difference(a!, b!)).toBeLessThan(1e-9);
});

describe("F-12: mixing and smoothing commute, and mixed labels stay labels", () => {
  const share = (b: Builder) => b.input("batch", "share", { shape: [], dtype: "f32" });
  const perExample = (b: Builder) => b.input("batch", "share", { shape: [4, 1], dtype: "f32" });
  const mixed = (b: Builder, _labels: Value, oneHot: Value) =>
    mixTargets(b, oneHot, b.reverse(oneHot, [0]), share(b));

  test("one share per batch, partners in reverse order", () => {
    const fused = expectFused(lossProgram(mixed, [4, 3]));
    expect(operations(fused).filter((op) => op === "softmax_cross_entropy").length).toBe(2);
  });

  test("one share per example, partners by a permutation", () => {
    const target = (b: Builder, _labels: Value, oneHot: Value) => {
      const order = b.input("batch", "order", { shape: [4], dtype: "i32" });
      return mixTargets(b, oneHot, b.emit("gather", [oneHot, order], {}), perExample(b));
    };
    expectFused(lossProgram(target, [4, 3]));
  });

  test("mixing, then smoothing", () => {
    const fused = expectFused(
      lossProgram((b, labels, oneHot) => labelSmoothing(b, mixed(b, labels, oneHot), 0.1, 3), [4, 3]),
    );
    expect(operations(fused).filter((op) => op === "softmax_cross_entropy").length).toBe(2);
  });

  test.each<readonly [string, (b: Builder, share: Value) => Value, number]>([
    ["a multiple of the other", (b, share) => b.scale(share, 0.3), 1],
    ["what is missing to two", (b, share) => b.sub(b.constant(2), share), 1],
    ["what is missing to one, but halved", (b, share) => b.sub(b.constant(1), share), 0.5],
  ])("shares that do not sum to one: %s", (_name, other, factor) => {
    const target = (b: Builder, _labels: Value, oneHot: Value) => {
      const partner = b.scale(b.mul(other(b, share(b)), b.reverse(oneHot, [0])), factor);
      return b.add(b.add(b.mul(share(b), oneHot), partner), b.constant(0.05));
    };
    expectFused(lossProgram(target, [4, 3]));
  });
});

test("N-08: per-class weights are not folded into the smoothing", () => {
  const weighted = (inside: boolean) =>
    lossProgram((b, _labels, oneHot) => {
      const weights = b.input("batch", "weights", { shape: [3], dtype: "f32" });
      const smooth = (target: Value) => labelSmoothing(b, target, 0.3, 3);
      return inside ? smooth(b.mul(weights, oneHot)) : b.mul(weights, smooth(oneHot));
    });
  for (const program of [weighted(true), weighted(false)]) {
    const { program: kept, notes } = withOnly(program, pass);
    expect(textsOf(notes, "refused")[0]).toContain("per-class weights, N-08");
    expect(difference(train(lowerPlainly(program), 3), train(kept, 3))).toBe(0);
  }
  const [inside, outside] = [true, false].map((order) => train(lowerPlainly(weighted(order)), 3));
  expect(difference(inside!, outside!)).toBeGreaterThan(1e-4);
});

test("a target that is given as a distribution stays a tensor", () => {
  const program = lossProgram((b) => b.input("batch", "t", { shape: [2, 3], dtype: "f32" }));
  const { program: kept, notes } = withOnly(program, pass);
  expect(textsOf(notes, "refused").length).toBe(1);
  expect(operations(kept)).not.toContain("softmax_cross_entropy");
});

test("F-13: an entropy term beside the loss keeps its own softmax", () => {
  const b = new Builder("loss");
  const z = b.input("batch", "z", { shape: [2, 3], dtype: "f32" });
  const labels = b.input("batch", "label", { shape: [2], dtype: "i32" });
  const data = b.mean(softmaxCrossEntropy(b, z, b.oneHot(labels, 3)));
  const p = softmax(b, z);
  const loss = b.add(data, b.scale(b.sum(b.mul(p, b.log(p))), 0.5));
  b.output("loss", loss);
  b.output("gradient", b.gradient(loss, z));
  const program = b.finish();
  expect(difference(train(lowerPlainly(program), 3), train(optimize(program).program, 3))).toBeLessThan(1e-9);
});

test("labels out of order of magnitude do not overflow", () => {
  const { program } = optimize(lossProgram((_b, _labels, oneHot) => oneHot));
  const z = generate({ shape: [2, 3], dtype: "f32" }, (i) => (i % 3 === 0 ? 900 : -900));
  const label = { ...array([2], [0, 1]), dtype: "i32" as const };
  const [outputs] = train(
    program,
    1,
    new Map([
      ["z", z],
      ["label", label],
    ]),
  ).outputs;
  expect(outputs!.get("loss")!.data[0]).toBeCloseTo(900, 9);
});

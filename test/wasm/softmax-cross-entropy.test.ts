import { describe, expect, test } from "vitest";
import type { NDArray } from "../../compiler/program/nd-array.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import { hostKernels } from "../../runtime/kernels/host-kernels.ts";
import { ModuleBuilder } from "../../runtime/wasm/assembler/module-builder.ts";
import { importsOf } from "../../runtime/wasm/host-functions.ts";
import { logFloat64 } from "../../runtime/wasm/math/log-float64.ts";
import { runKernel } from "./run-kernel.ts";

interface Rows {
  readonly logits: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly weights?: readonly number[];
}

interface Target {
  readonly on: number;
  readonly off: number;
}

const sharp: Target = { on: 1, off: 0 };
const smooth: Target = { on: 0.91, off: 0.01 };

/** The losses and gradients of the kernels, of equal bits in any number of parts. */
function run({ logits, labels, weights }: Rows, attributes: Target, relaxedSimd = false) {
  const shape = [logits.length, logits[0]!.length];
  const inputs = [
    { type: { shape, dtype: "f32" as const }, values: logits.flat() },
    { type: { shape: [labels.length], dtype: "i32" as const }, values: labels },
  ];
  const g = {
    type: { shape: [labels.length], dtype: "f32" as const },
    values: weights ?? labels.map(() => 1),
  };
  const target = relaxedSimd ? {} : { relaxedSimd };
  const [losses, gradients] = [1, 2, 3]
    .map((threads) => [
      runKernel({
        kernel: "softmax_cross_entropy",
        attributes,
        inputs,
        outputs: [g.type],
        target,
        threads,
      })[0]!,
      runKernel({
        kernel: "softmax_cross_entropy_gradient",
        attributes,
        inputs: [...inputs, g],
        outputs: [inputs[0]!.type],
        target,
        threads,
      })[0]!,
    ])
    .reduce((first, other) => {
      expect(other).toEqual(first);
      return first;
    });
  return { losses: [...losses!], gradients: [...gradients!] };
}

function meaning({ logits, labels, weights }: Rows, attributes: Target) {
  const z: NDArray = {
    shape: [logits.length, logits[0]!.length],
    dtype: "f32",
    data: Float64Array.from(logits.flat(), Math.fround),
  };
  const y: NDArray = { shape: [labels.length], dtype: "i32", data: Float64Array.from(labels) };
  const g: NDArray = {
    ...y,
    dtype: "f32",
    data: Float64Array.from(weights ?? labels.map(() => 1), Math.fround),
  };
  return {
    losses: [...primitives.softmax_cross_entropy.evaluate([z, y], attributes)[0]!.data],
    gradients: [...primitives.softmax_cross_entropy_gradient.evaluate([z, y, g], attributes)[0]!.data],
  };
}

/** What the JavaScript loops give. */
function loops({ logits, labels, weights }: Rows, attributes: Target) {
  const z = { shape: [logits.length, logits[0]!.length], data: Float32Array.from(logits.flat()) };
  const y = { shape: [labels.length], data: Int32Array.from(labels) };
  const g = { ...y, data: Float32Array.from(weights ?? labels.map(() => 1)) };
  const losses = { ...y, data: new Float32Array(labels.length) };
  const gradients = { ...z, data: new Float32Array(z.data.length) };
  hostKernels.softmax_cross_entropy([z, y], [losses], attributes);
  hostKernels.softmax_cross_entropy_gradient([z, y, g], [gradients], attributes);
  return { losses: [...losses.data], gradients: [...gradients.data] };
}

function rows(batch: number, classes: number, spread: number): Rows {
  const logit = (i: number): number => Math.sin(i * 12.9898) * spread + Math.cos(i * 0.37);
  return {
    logits: Array.from({ length: batch }, (_, row) =>
      Array.from({ length: classes }, (__, k) => logit(row * classes + k)),
    ),
    labels: Array.from({ length: batch }, (_, row) => (row * 7919) % classes),
    weights: Array.from({ length: batch }, (_, row) => ((row % 5) - 1) / 3),
  };
}

describe.each([
  ["a sharp target", sharp],
  ["a smoothed target", smooth],
  ["a target of its own weight", { on: 0.4, off: -0.002 }],
])("%s", (_name, target) => {
  test.each([
    [1, 1],
    [3, 2],
    [5, 3],
    [4, 4],
    [130, 10],
    [33, 37],
    [70, 65],
    [9, 1000],
    [2, 50_001],
  ])("%i rows of %i classes", (batch, classes) => {
    for (const spread of [0.1, 5, 60]) {
      const given = rows(batch, classes, spread);
      const expected = meaning(given, target);
      for (const relaxedSimd of [true, false]) {
        const found = run(given, target, relaxedSimd);
        // Of logits near `spread`, float32 knows the difference this well.
        const ofLoss = (wanted: number): number => 3e-7 * (1 + spread + Math.abs(wanted));
        expect(farthest(found.losses, expected.losses, ofLoss)).toBeLessThan(1);
        const digits = 1e-6 + 1e-7 * spread;
        const ofGradient = (wanted: number): number =>
          digits * (Math.abs(wanted) + Math.abs(target.off)) + 1e-15;
        expect(farthest(found.gradients, expected.gradients, ofGradient)).toBeLessThan(1);
      }
    }
  });
});

/** The largest error, where what is tolerated of a wanted number counts as 1. */
function farthest(
  found: readonly number[],
  wanted: readonly number[],
  tolerance: (wanted: number) => number,
): number {
  return wanted.reduce((most, x, i) => Math.max(most, Math.abs(found[i]! - x) / tolerance(x)), 0);
}

test("a class that is all but certain keeps its small loss and gradient", () => {
  const given: Rows = { logits: [[20, 0, 0, 0, 1]], labels: [0] };
  const [found, expected] = [run(given, sharp), meaning(given, sharp)];
  expect(found.losses[0]! / expected.losses[0]!).toBeCloseTo(1, 5);
  expect(found.gradients[0]! / expected.gradients[0]!).toBeCloseTo(1, 5);
});

test("what is not finite comes out as it is meant", () => {
  const [nan, infinite] = [Number.NaN, Number.POSITIVE_INFINITY];
  const given: Rows = {
    logits: [
      [1, nan, 0, 2, 3],
      [1, infinite, 0, 2, 3],
      [1, -infinite, 0, 2, 3],
      [-infinite, 1, 0, 2, 3],
      [-infinite, -infinite, -infinite, -infinite, -infinite],
      [3e38, -3e38, 0, 0, 0],
      [0, 0, 0, 0, nan],
    ],
    labels: [0, 0, 0, 0, 0, 0, 0],
  };
  for (const target of [sharp, smooth]) {
    const [found, expected] = [run(given, target), loops(given, target)];
    for (const key of ["losses", "gradients"] as const)
      found[key].forEach((value, i) => {
        const wanted = expected[key][i]!;
        if (Number.isFinite(wanted))
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-6 * Math.abs(wanted));
        else expect(value).toBe(wanted);
      });
  }
});

test.each([-1, 3])("label %i of 3 classes is refused", (label) => {
  const refusal = new RangeError(`label ${label} names no class of 3`);
  expect(() => run({ logits: [[0, 0, 0]], labels: [label] }, sharp)).toThrow(refusal);
});

test("the logarithm of a float64 is that of JavaScript, to an ulp", () => {
  const module = new ModuleBuilder({ relaxedSimd: false, wideVectors: false, sharedMemory: false });
  logFloat64(module);
  module.export("log of f64");
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), importsOf(memory));
  const log = exports["log of f64"] as (x: number) => number;
  expect(log(1)).toBe(0);
  expect(log(Number.NaN)).toBeNaN();
  for (let i = 0; i < 3000; i++) {
    const x = i < 1000 ? 1 + 2 ** -(i % 53) : Math.exp(i / 100 - 12);
    expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -52 * Math.abs(Math.log(x)));
  }
});

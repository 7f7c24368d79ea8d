import { expect, test } from "vitest";
import { initializers } from "../../compiler/definitions/initializers/index.ts";
import { initialize } from "../../compiler/definitions/initializers/initialize.ts";
import type { Parameter } from "../../compiler/ir/model.ts";
import { fillOptions } from "../synthesize/test-model.ts";

type Given = Parameters<typeof fillOptions>[1];

function parameter(
  name: keyof typeof initializers,
  given: Given = {},
  shape: readonly number[] = [500, 500],
  id = "w",
): Parameter {
  return {
    id,
    role: "kernel",
    shape,
    trainable: true,
    fanInAxes: [0],
    policy: [],
    initializer: { name, options: fillOptions(initializers[name], given), fanIn: 500, fanOut: 300 },
  };
}

function moments(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

const nominal: readonly [keyof typeof initializers, Given, number][] = [
  ["glorot_uniform", {}, Math.sqrt(2 / 800)],
  ["glorot_normal", {}, Math.sqrt(2 / 800)],
  ["he_uniform", {}, Math.sqrt(2 / 500)],
  ["he_normal", {}, Math.sqrt(2 / 500)],
  ["lecun_uniform", {}, Math.sqrt(1 / 500)],
  ["lecun_normal", {}, Math.sqrt(1 / 500)],
  ["normal", { deviation: 0.2 }, 0.2],
  ["uniform", { low: -1, high: 1 }, 1 / Math.sqrt(3)],
  ["truncated_normal", { deviation: 1 }, 0.87962566],
];

test.each(nominal)("%s %o has the standard deviation %d within 1 %% (T24)", (name, given, wanted) => {
  const { mean, deviation } = moments(initialize(parameter(name, given), 7));
  expect(Math.abs(deviation / wanted - 1)).toBeLessThan(0.01);
  expect(Math.abs(mean / wanted)).toBeLessThan(0.01);
});

test("a truncated normal stays within two deviations of the uncut one", () => {
  const values = initialize(parameter("truncated_normal", { deviation: 1 }), 3);
  expect(values.every((value) => Math.abs(value) <= 2)).toBe(true);
});

test("constants, zeros, ones and the identity are what they say", () => {
  expect([...initialize(parameter("constant", { value: 3 }, [2]), 1)]).toEqual([3, 3]);
  expect([...initialize(parameter("zeros", {}, [2]), 1)]).toEqual([0, 0]);
  expect([...initialize(parameter("ones", {}, [2]), 1)]).toEqual([1, 1]);
  expect([...initialize(parameter("identity", { gain: 2 }, [2, 3]), 1)]).toEqual([2, 0, 0, 0, 2, 0]);
});

test.each([[[6, 4]], [[4, 6]], [[2, 2, 3, 5]]])(
  "orthogonal gives orthonormal vectors, times the gain, for shape %o",
  (shape) => {
    const values = initialize(parameter("orthogonal", { gain: 3 }, shape), 5);
    const columns = shape.at(-1)!;
    const rows = values.length / columns;
    const byRow = rows < columns;
    const at = (vector: number, i: number) =>
      byRow ? values[vector * columns + i]! : values[i * columns + vector]!;
    const length = Math.max(rows, columns);
    for (let a = 0; a < Math.min(rows, columns); a++) {
      for (let b = 0; b <= a; b++) {
        let product = 0;
        for (let i = 0; i < length; i++) product += at(a, i) * at(b, i);
        expect(product).toBeCloseTo(a === b ? 9 : 0, 5);
      }
    }
  },
);

test("a parameter's values depend on the seed and on its own id, and on nothing else", () => {
  const values = (id: string, seed: number) => [
    ...initialize(parameter("glorot_uniform", {}, [3, 3], id), seed),
  ];
  expect(values("a", 1)).toEqual(values("a", 1));
  expect(values("a", 1)).not.toEqual(values("a", 2));
  expect(values("a", 1)).not.toEqual(values("b", 1));
});

test("initializers refuse shapes that they cannot fill", () => {
  expect(initializers.identity.refusesShape?.([3])).toContain("matrices");
  expect(initializers.orthogonal.refusesShape?.([3])).toContain("two or more");
  expect(initializers.orthogonal.refusesShape?.([3, 3])).toBeNull();
});

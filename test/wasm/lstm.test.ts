import { describe, expect, test } from "vitest";
import type { TensorType } from "../../compiler/program/program.ts";
import { hostKernels } from "../../runtime/kernels/host-kernels.ts";
import { runKernel } from "./run-kernel.ts";

interface Extents {
  readonly batch: number;
  readonly steps: number;
  readonly units: number;
}

interface Tensor {
  readonly type: TensorType;
  readonly values: Float32Array;
}

interface Given {
  readonly extents: Extents;
  readonly projected: Tensor;
  readonly recurrent: Tensor;
  readonly byHidden: Tensor;
  readonly byCells: Tensor;
}

const THREADS = [1, 2, 3, 7];

function tensor(shape: readonly number[], seed: number, spread: number): Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + seed) * spread);
  return { type: { shape, dtype: "f32" }, values };
}

function draw(extents: Extents, spread = 1.5): Given {
  const { batch, steps, units } = extents;
  return {
    extents,
    projected: tensor([batch, steps, 4 * units], 1, spread),
    recurrent: tensor([units, 4 * units], 2, 1 / Math.sqrt(units)),
    byHidden: tensor([batch, steps, units], 3, 1),
    byCells: tensor([batch, steps, units], 4, 0.5),
  };
}

type Name = "lstm" | "lstm_gradient";

function typesOf(kernel: Name, { batch, steps, units }: Extents): readonly TensorType[] {
  const [narrow, wide] = [units, 4 * units].map(
    (width): TensorType => ({ shape: [batch, steps, width], dtype: "f32" }),
  ) as [TensorType, TensorType];
  return kernel === "lstm" ? [narrow, narrow, wide] : [wide];
}

/** The outputs, of equal bits for any number of threads. */
function run(
  kernel: Name,
  extents: Extents,
  inputs: readonly Tensor[],
  relaxedSimd: boolean,
): readonly Tensor[] {
  const outputs = typesOf(kernel, extents);
  const target = relaxedSimd ? {} : { relaxedSimd };
  const results = THREADS.map((threads) =>
    runKernel({ kernel, attributes: {}, inputs, outputs, threads, target }),
  );
  for (const result of results) expect(result).toEqual(results[0]);
  return outputs.map((type, o) => ({ type, values: Float32Array.from(results[0]![o]!) }));
}

/** The same by the loops in JavaScript, whose sums are float64. */
function loops(kernel: Name, extents: Extents, inputs: readonly Tensor[]): readonly Tensor[] {
  const made = typesOf(kernel, extents).map((type) => ({
    type,
    values: new Float32Array(type.shape.reduce((product, dimension) => product * dimension, 1)).fill(7),
  }));
  const host = (tensors: readonly Tensor[]) =>
    tensors.map(({ type, values }) => ({ shape: type.shape, data: values }));
  hostKernels[kernel](host(inputs), host(made), {});
  return made;
}

/** Not finite where the other is not, and the same there. */
function expectNear(found: readonly Tensor[], meant: readonly Tensor[], tolerance: number): void {
  found.forEach(({ values }, o) => {
    const other = meant[o]!.values;
    const strayed = values.findIndex((x, i) =>
      Number.isFinite(other[i]) ? !(Math.abs(x - other[i]!) <= tolerance) : !Object.is(x, other[i]),
    );
    expect([strayed, values[strayed]]).toEqual([-1, other[strayed]]);
    expect(values.length).toBe(other.length);
  });
}

/** Both kernels, with and without a gradient by the cells, with and without fused multiply-adds. */
function expectLoops(given: Given, tolerance: number): void {
  const { extents, projected, recurrent, byHidden, byCells } = given;
  const forward = loops("lstm", extents, [projected, recurrent]);
  const [, cells, gates] = forward as readonly [Tensor, Tensor, Tensor];
  const known = [recurrent, cells, gates, byHidden];
  for (const relaxedSimd of [true, false]) {
    expectNear(run("lstm", extents, [projected, recurrent], relaxedSimd), forward, tolerance);
    for (const inputs of [known, [...known, byCells]])
      expectNear(
        run("lstm_gradient", extents, inputs, relaxedSimd),
        loops("lstm_gradient", extents, inputs),
        tolerance,
      );
  }
}

describe("The recurrence in WebAssembly", () => {
  test.each<[number, number, number]>([
    [1, 1, 1],
    [1, 2, 1],
    [5, 2, 3],
    [33, 3, 5],
    [2, 9, 4],
    [7, 1, 6],
    [3, 4, 16],
    [70, 2, 7],
    [5, 3, 127],
    [13, 2, 130],
    [2, 2, 300],
  ])("is that of the loops for %i sequences of %i steps of %i units", (batch, steps, units) => {
    expectLoops(draw({ batch, steps, units }), 2e-6);
  });

  test("stays near over many steps", () => {
    expectLoops(draw({ batch: 2, steps: 200, units: 8 }), 1e-5);
  });

  test("closes and opens its gates entirely far from 0", () => {
    const given = draw({ batch: 3, steps: 4, units: 5 }, 300);
    given.projected.values.set([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -1e30, 1e30], 18);
    expectLoops(given, 1e-6);
  });

  test.each(["input", "forget", "candidate", "output"])(
    "NaN at the %s gate stays in its sequence",
    (name) => {
      const gate = ["input", "forget", "candidate", "output"].indexOf(name);
      for (const step of [0, 1, 3]) {
        const given = draw({ batch: 3, steps: 4, units: 5 });
        given.projected.values[(4 + step) * 20 + 5 * gate + 3] = Number.NaN;
        expectLoops(given, 2e-6);
      }
    },
  );

  test("NaN in the gradient goes to earlier steps of its sequence", () => {
    const given = draw({ batch: 3, steps: 4, units: 5 });
    given.byHidden.values[(4 + 2) * 5 + 1] = Number.NaN;
    given.byCells.values[(8 + 1) * 5 + 4] = Number.NaN;
    expectLoops(given, 2e-6);
  });
});

/** Convolutions on which the kernels are tried, and what they should come to. */
import { expect } from "vitest";
import { generate, type NDArray } from "../../compiler/program/nd-array.ts";
import type { Convolution2D, PrimitiveAttributes } from "../../compiler/program/primitive-attributes.ts";
import { primitives } from "../../compiler/program/primitives/index.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { shapeOf4 } from "../../compiler/program/shape.ts";
import { type KernelRun, runKernel } from "./run-kernel.ts";

export interface ConvolutionCase {
  readonly x: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly geometry: Convolution2D;
}

export type ConvolutionKernel = "conv2d" | "conv2d_input_gradient" | "conv2d_filter_gradient";
export const convolutionKernels = ["conv2d", "conv2d_input_gradient", "conv2d_filter_gradient"] as const;

export function f32(shape: readonly number[]): TensorType {
  return { shape, dtype: "f32" };
}

/** Numbers between -1 and 1 that look like none of their neighbours. */
export function noise(shape: readonly number[], seed: number): NDArray {
  return generate(f32(shape), (i) => Math.fround(Math.sin((i + 1) * (12.9898 + seed)) * 43758.5453) % 1);
}

export function convolution(
  x: ConvolutionCase["x"],
  filter: ConvolutionCase["filter"],
  { strides = [1, 1], dilation = [1, 1], padding }: Partial<Convolution2D> = {},
): ConvolutionCase {
  const none = [
    [0, 0],
    [0, 0],
  ] as const;
  return { x, filter, geometry: { strides, dilation, padding: padding ?? none } };
}

type Problem = {
  [K in ConvolutionKernel]: {
    readonly kernel: K;
    readonly attributes: PrimitiveAttributes[K];
    readonly inputs: readonly NDArray[];
  };
}[ConvolutionKernel];

/** The case as a call of one of the three kernels. */
export function problemOf(kernel: ConvolutionKernel, { x, filter, geometry }: ConvolutionCase): Problem {
  const [y] = primitives.conv2d.infer([f32(x), f32(filter)], geometry);
  const [image, weights, dy] = [noise(x, 1), noise(filter, 2), noise(y!.shape, 3)];
  switch (kernel) {
    case "conv2d":
      return { kernel, attributes: geometry, inputs: [image, weights] };
    case "conv2d_input_gradient":
      return { kernel, attributes: { ...geometry, inputShape: shapeOf4(image) }, inputs: [dy, weights] };
    case "conv2d_filter_gradient":
      return { kernel, attributes: { ...geometry, filterShape: shapeOf4(weights) }, inputs: [image, dy] };
  }
}

/** What the primitive of the same name says, in float64. */
function evaluate(problem: Problem, inputs: readonly NDArray[]): NDArray {
  switch (problem.kernel) {
    case "conv2d":
      return primitives.conv2d.evaluate(inputs, problem.attributes)[0]!;
    case "conv2d_input_gradient":
      return primitives.conv2d_input_gradient.evaluate(inputs, problem.attributes)[0]!;
    case "conv2d_filter_gradient":
      return primitives.conv2d_filter_gradient.evaluate(inputs, problem.attributes)[0]!;
  }
}

export type RunOptions = Pick<KernelRun<ConvolutionKernel>, "threads" | "target">;

export function run(problem: Problem, output: TensorType, options: RunOptions): Float32Array {
  const inputs = problem.inputs.map((array) => ({ type: array, values: array.data }));
  const rest = { inputs, outputs: [output], ...options };
  const [cells] =
    problem.kernel === "conv2d"
      ? runKernel({ kernel: problem.kernel, attributes: problem.attributes, ...rest })
      : problem.kernel === "conv2d_input_gradient"
        ? runKernel({ kernel: problem.kernel, attributes: problem.attributes, ...rest })
        : runKernel({ kernel: problem.kernel, attributes: problem.attributes, ...rest });
  return cells as Float32Array;
}

/** That each cell is right to a few roundings of the sum of its terms' magnitudes, with any number of threads. */
export function expectRight(
  kernel: ConvolutionKernel,
  given: ConvolutionCase,
  options: RunOptions = {},
): void {
  const problem = problemOf(kernel, given);
  const wanted = evaluate(problem, problem.inputs);
  const magnitudes = evaluate(
    problem,
    problem.inputs.map((array) => ({ ...array, data: array.data.map(Math.abs) })),
  );
  const largest = magnitudes.data.reduce((most, next) => Math.max(most, next), 0);
  const found = run(problem, wanted, options);
  const off = found.findIndex((cell, i) => !(Math.abs(cell - wanted.data[i]!) <= 1e-6 * largest));
  if (off !== -1) {
    const what = `${kernel} ${JSON.stringify(given)}: cell ${off} is ${found[off]}, not ${wanted.data[off]}`;
    expect.fail(what);
  }
  for (const threads of [2, 3, 7]) expect(run(problem, wanted, { ...options, threads })).toEqual(found);
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ConvolutionCase,
  convolution,
  convolutionKernels,
  expectRight,
  f32,
} from "./convolution-cases.ts";
import { runKernel } from "./run-kernel.ts";

const cases: readonly ConvolutionCase[] = [
  convolution([1, 1, 1, 1], [1, 1, 1, 1]),
  convolution([2, 5, 4, 2], [3, 2, 2, 3]),
  convolution([3, 9, 9, 1], [3, 3, 1, 32]),
  convolution([1, 8, 7, 33], [3, 3, 33, 5], {
    padding: [
      [1, 1],
      [1, 1],
    ],
  }),
  convolution([2, 6, 7, 3], [5, 5, 3, 8], {
    padding: [
      [2, 2],
      [2, 2],
    ],
  }),
  // More padding on one side than on the other, and more than the window reaches.
  convolution([2, 6, 5, 5], [3, 2, 5, 2], {
    padding: [
      [0, 2],
      [3, 1],
    ],
  }),
  convolution([2, 7, 8, 3], [3, 3, 3, 8], {
    strides: [2, 3],
    padding: [
      [1, 0],
      [0, 2],
    ],
  }),
  // Windows that leave pixels between them.
  convolution([2, 9, 9, 2], [2, 2, 2, 9], { strides: [4, 3] }),
  convolution([1, 9, 8, 8], [3, 3, 8, 5], {
    dilation: [2, 3],
    padding: [
      [2, 2],
      [3, 0],
    ],
  }),
  convolution([2, 9, 9, 5], [2, 3, 5, 1], {
    dilation: [3, 1],
    strides: [2, 2],
    padding: [
      [1, 2],
      [0, 3],
    ],
  }),
  // A window wider than the image.
  convolution([2, 2, 2, 3], [4, 5, 3, 8], {
    padding: [
      [2, 1],
      [2, 2],
    ],
  }),
  convolution([3, 4, 5, 32], [1, 1, 32, 33]),
  convolution([3, 4, 5, 8], [1, 1, 8, 3], { strides: [2, 2] }),
  convolution([1, 3, 3, 520], [3, 3, 520, 9], {
    padding: [
      [1, 1],
      [1, 1],
    ],
  }),
  // A filter so large that its gradient is computed in parts.
  convolution([1, 4, 5, 128], [2, 2, 128, 160]),
  // Enough channels and tiles for Winograd's tiles: whole ones, cut ones, and padding of all kinds.
  convolution([2, 10, 10, 16], [3, 3, 16, 16]),
  convolution([3, 7, 9, 20], [3, 3, 20, 36], {
    padding: [
      [1, 1],
      [1, 1],
    ],
  }),
  convolution([5, 6, 5, 32], [3, 3, 32, 16], {
    padding: [
      [2, 0],
      [0, 2],
    ],
  }),
  convolution([2, 7, 8, 64], [3, 3, 64, 80], {
    padding: [
      [0, 5],
      [2, 4],
    ],
  }),
  convolution([1, 15, 14, 128], [3, 3, 128, 16], {
    padding: [
      [1, 1],
      [1, 1],
    ],
  }),
];

describe.each(convolutionKernels)("%s", (kernel) => {
  test.each(cases)("is right for %j", (given) => expectRight(kernel, given));

  test("is right for geometries drawn at random", () => {
    const size = fc.integer({ min: 1, max: 9 });
    const channels = fc.constantFrom(1, 2, 3, 5, 8, 12);
    const axis = fc.record({
      window: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      padding: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
      size,
    });
    const anyCase = fc
      .tuple(fc.integer({ min: 1, max: 3 }), axis, axis, channels, channels)
      .filter(([, down, across]) => [down, across].every(fitsIntoImage))
      .map(([batch, down, across, from, to]) =>
        convolution([batch, down.size, across.size, from], [down.window, across.window, from, to], {
          strides: [down.stride, across.stride],
          dilation: [down.dilation, across.dilation],
          padding: [down.padding, across.padding],
        }),
      );
    fc.assert(
      fc.property(anyCase, (given) => expectRight(kernel, given)),
      { seed: 5, numRuns: 40 },
    );
  });

  test("is right without fused multiply-adds", () => {
    for (const given of cases.slice(0, 6)) expectRight(kernel, given, { target: { relaxedSimd: false } });
  });
});

interface Axis {
  readonly window: number;
  readonly dilation: number;
  readonly padding: readonly [number, number];
  readonly size: number;
}

function fitsIntoImage({ window, dilation, padding, size }: Axis): boolean {
  return size + padding[0] + padding[1] >= dilation * (window - 1) + 1;
}

test("a filter gradient that sums a million equal terms is right to a few roundings, where one running sum is 1 % off", () => {
  const given = convolution([16, 257, 256, 1], [2, 1, 1, 3]);
  const ones = { ...given.geometry, filterShape: given.filter };
  const x = { type: f32(given.x), values: new Float32Array(16 * 257 * 256).fill(0.1) };
  const dy = { type: f32([16, 256, 256, 3]), values: new Float32Array(3 << 20).fill(1) };
  const [dw] = runKernel({
    kernel: "conv2d_filter_gradient",
    attributes: ones,
    inputs: [x, dy],
    outputs: [f32(given.filter)],
  });
  const wanted = 2 ** 20 * Math.fround(0.1);
  for (const sum of dw!) expect(Math.abs(sum / wanted - 1)).toBeLessThan(4e-6);
});

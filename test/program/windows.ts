/** Convolutions and pools on which their primitives are tried, with the shapes that belong together. */
import type { Convolution2D, Padding2D, Window2D } from "../../compiler/program/primitive-attributes.ts";

type Pair = readonly [number, number];
type Shape4 = readonly [number, number, number, number];

function around(top: number, bottom: number, left: number, right: number): Padding2D {
  return [
    [top, bottom],
    [left, right],
  ];
}

function convolution(
  x: Shape4,
  w: Shape4,
  y: Shape4,
  strides: Pair = [1, 1],
  dilation: Pair = [1, 1],
  padding: Padding2D = around(0, 0, 0, 0),
) {
  const geometry: Convolution2D = { strides, dilation, padding };
  return { x, w, y, geometry };
}

function pool(x: Shape4, y: Shape4, window: Pair, strides: Pair, padding: Padding2D = around(0, 0, 0, 0)) {
  const geometry: Window2D = { window, strides, padding };
  return { x, y, geometry };
}

export const convolutions = [
  convolution([2, 5, 4, 2], [3, 2, 2, 3], [2, 3, 3, 3]),
  convolution([1, 5, 5, 1], [3, 3, 1, 2], [1, 3, 3, 2], [2, 2], [1, 1], around(1, 1, 1, 1)),
  convolution([1, 7, 6, 2], [2, 3, 2, 1], [1, 6, 3, 1], [1, 1], [2, 2], around(1, 0, 0, 1)),
  convolution([2, 3, 3, 2], [1, 1, 2, 2], [2, 3, 3, 2]),
  convolution([1, 5, 6, 1], [2, 2, 1, 1], [1, 4, 4, 1], [1, 1], [1, 2]),
  // The last row and column of the image are reached by no window.
  convolution([1, 6, 6, 1], [3, 3, 1, 1], [1, 2, 2, 1], [2, 2]),
  convolution([1, 8, 6, 1], [2, 2, 1, 2], [1, 4, 2, 2], [2, 3], [2, 1], around(0, 1, 0, 0)),
];

export const pools = [
  pool([2, 4, 4, 2], [2, 2, 2, 2], [2, 2], [2, 2]),
  pool([1, 5, 5, 1], [1, 3, 3, 1], [3, 3], [2, 2], around(1, 1, 1, 1)),
  pool([1, 5, 3, 2], [1, 4, 2, 2], [2, 3], [1, 2], around(0, 0, 1, 1)),
  pool([2, 3, 3, 1], [2, 3, 3, 1], [1, 1], [1, 1]),
  pool([1, 5, 4, 1], [1, 2, 1, 1], [2, 3], [2, 2]),
];

/** What the five pool primitives share. */
import { demand } from "../error.ts";
import { type NDArray, sizeOf } from "../nd-array.ts";
import type { Window2D } from "../primitive-attributes.ts";
import type { TensorType } from "../program.ts";
import { formatShape, sameShape, shapeOf4 } from "../shape.ts";
import { checkShape } from "./check.ts";
import { forEachTap, slidSize } from "./window.ts";

/** The type of the pooled image. Padding stays below the window, so that no window lies outside the image. */
export function pooledType(name: string, x: TensorType, { window, strides, padding }: Window2D): TensorType {
  const [rows, columns] = slidSize(name, x, window, { strides, padding, dilation: [1, 1] });
  checkShape(name, x.shape);
  demand(
    padding.every((sides, axis) => sides.every((cells) => cells < window[axis]!)),
    name,
    () => `padding ${JSON.stringify(padding)} reaches the window ${formatShape(window)}`,
  );
  return { shape: [x.shape[0]!, rows, columns, x.shape[3]!], dtype: "f32" };
}

/** That a gradient has the shape of the pooled image. */
export function checkPooled(name: string, dy: TensorType, x: TensorType, attributes: Window2D): void {
  const { shape } = pooledType(name, x, attributes);
  demand(
    sameShape(dy.shape, shape),
    name,
    () => `dy has shape ${formatShape(dy.shape)} instead of ${formatShape(shape)}`,
  );
}

/** Visits each cell of x with the cell of the pooled image whose window holds it. */
export function forEachPooled(
  x: TensorType,
  y: TensorType,
  { window, strides, padding }: Window2D,
  visit: (fromX: number, toY: number) => void,
): void {
  const [, rows, columns, channels] = shapeOf4(y);
  forEachTap(
    x.shape,
    window,
    [rows, columns],
    { strides, padding, dilation: [1, 1] },
    (imagePixel, _tap, resultPixel) => {
      for (let c = 0; c < channels; c++) visit(imagePixel * channels + c, resultPixel * channels + c);
    },
  );
}

/** For each cell of the pooled image, the cell of x that is the first maximum of its window. */
export function firstMaxima(x: NDArray, y: TensorType, attributes: Window2D): Int32Array {
  const maxima = new Int32Array(sizeOf(y.shape)).fill(-1);
  forEachPooled(x, y, attributes, (fromX, toY) => {
    const best = maxima[toY]!;
    if (best < 0 || x.data[fromX]! > x.data[best]!) maxima[toY] = fromX;
  });
  return maxima;
}

/** For each cell of the pooled image, how many cells of its window lie inside x. */
export function cellCounts(x: TensorType, y: TensorType, attributes: Window2D): Uint32Array {
  const counts = new Uint32Array(sizeOf(y.shape));
  forEachPooled(x, y, attributes, (_fromX, toY) => {
    counts[toY]!++;
  });
  return counts;
}

/** The attributes without the shape that the gradient carries besides. */
export function windowOf({ window, strides, padding }: Window2D): Window2D {
  return { window, strides, padding };
}

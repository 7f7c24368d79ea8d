/**
 * What the three convolution primitives share. y = x * w is bilinear, so y, the gradient by x and the gradient
 * by w are one triple product read three ways, and each one's derivatives are the other two.
 */
import { demand } from "../error.ts";
import type { Convolution2D } from "../primitive-attributes.ts";
import type { TensorType } from "../program.ts";
import { formatShape, sameShape, shapeOf4 } from "../shape.ts";
import { checkRank, checkShape } from "./check.ts";
import { forEachTap, slidSize } from "./window.ts";

type Geometry = Convolution2D;

/** The type of y for images x [B,H,W,C] and filters w [h,w,C,F]. */
export function convolvedType(name: string, x: TensorType, w: TensorType, geometry: Geometry): TensorType {
  checkRank(name, x, 4);
  checkRank(name, w, 4);
  checkShape(name, [...x.shape, ...w.shape]);
  const [height, width, channels, filters] = shapeOf4(w);
  const [rows, columns] = slidSize(name, x, [height, width], geometry);
  demand(
    x.shape[3] === channels,
    name,
    () => `the image ${formatShape(x.shape)} and the filter ${formatShape(w.shape)} differ in channels`,
  );
  return { shape: [x.shape[0]!, rows, columns, filters], dtype: "f32" };
}

/** That dy has the shape of y. */
export function checkConvolved(
  name: string,
  dy: TensorType,
  x: TensorType,
  w: TensorType,
  geometry: Geometry,
): void {
  const { shape } = convolvedType(name, x, w, geometry);
  demand(
    sameShape(dy.shape, shape),
    name,
    () => `dy has shape ${formatShape(dy.shape)} instead of ${formatShape(shape)}`,
  );
}

/** Visits every product x[i]·w[j] that the convolution adds into y[k]. */
export function forEachProduct(
  x: TensorType,
  w: TensorType,
  y: TensorType,
  geometry: Geometry,
  visit: (i: number, j: number, k: number) => void,
): void {
  const [height, width, channels, filters] = shapeOf4(w);
  const [, rows, columns] = shapeOf4(y);
  forEachTap(x.shape, [height, width], [rows, columns], geometry, (imagePixel, tap, resultPixel) => {
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        visit(imagePixel * channels + c, (tap * channels + c) * filters + f, resultPixel * filters + f);
  });
}

/** The attributes without the shape that the gradients carry besides. */
export function geometryOf({ strides, dilation, padding }: Geometry): Geometry {
  return { strides, dilation, padding };
}

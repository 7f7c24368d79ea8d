import type { Convolution2D } from "../../../../compiler/program/primitive-attributes.ts";
import type { TensorType } from "../../../../compiler/program/program.ts";
import { shapeOf4 } from "../../../../compiler/program/shape.ts";

type Pair = readonly [number, number];

/** The sizes of y [batch, rows, columns, filters] = x [batch, height, width, channels] * w [window, channels, filters]. */
export interface ConvolutionShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly window: Pair;
  readonly rows: number;
  readonly columns: number;
  readonly filters: number;
  readonly strides: Pair;
  readonly dilation: Pair;
  /** Padding above and to the left of the image; what lies below and to the right follows from the result's size. */
  readonly before: Pair;
}

export function convolutionShape(
  x: TensorType,
  filter: readonly number[],
  y: TensorType,
  { strides, dilation, padding }: Convolution2D,
): ConvolutionShape {
  const [batch, height, width, channels] = shapeOf4(x);
  const [, rows, columns, filters] = shapeOf4(y);
  return {
    batch,
    height,
    width,
    channels,
    window: [filter[0]!, filter[1]!],
    rows,
    columns,
    filters,
    strides,
    dilation,
    before: [padding[0][0], padding[1][0]],
  };
}

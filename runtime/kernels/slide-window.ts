import type { Window2D } from "../../compiler/program/primitive-attributes.ts";

/** What of a window lies inside the image, and where; positions are of the first channel. */
export interface WindowPlace {
  /** The window's cell in the pooled image. */
  result: number;
  /** The first cell inside the image, and how many rows and columns follow from it. */
  corner: number;
  rows: number;
  columns: number;
}

/** Visits each window of a pool over an image [B, H, W, C]; the place is one record, reused. */
export function slideWindow(
  image: readonly number[],
  pooled: readonly number[],
  { window, strides, padding }: Window2D,
  visit: (place: WindowPlace) => void,
): void {
  const [batch, height, width, channels] = image as readonly [number, number, number, number];
  const [, down, across] = pooled as readonly [number, number, number, number];
  const place: WindowPlace = { result: 0, corner: 0, rows: 0, columns: 0 };
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < down; i++) {
      const top = i * strides[0] - padding[0][0];
      const firstRow = Math.max(0, top);
      place.rows = Math.min(height, top + window[0]) - firstRow;
      for (let j = 0; j < across; j++) {
        const left = j * strides[1] - padding[1][0];
        const firstColumn = Math.max(0, left);
        place.columns = Math.min(width, left + window[1]) - firstColumn;
        place.corner = ((b * height + firstRow) * width + firstColumn) * channels;
        place.result = ((b * down + i) * across + j) * channels;
        visit(place);
      }
    }
}

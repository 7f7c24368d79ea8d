import type { Expression, I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import { forVectors, LONG } from "../for-vectors.ts";
import { CELL } from "../matmul/lanes.ts";
import { fits } from "../sliding-window.ts";
import type { PoolShape } from "./pool-shape.ts";

/** Rows and columns of a window that lie inside the image; constants where no window reaches out of it. */
export interface WindowPlace {
  readonly rows: I32;
  readonly columns: I32;
}

/** Windows of up to so many cells are written out cell by cell. */
const UNROLLED = 16;

/** A vector of channels of a window and of its cell in the pooled image. */
export interface WindowVector {
  readonly place: WindowPlace;
  /** Address of the window's first cell inside the image; `offset` is to be added. */
  readonly corner: Local<"i32">;
  /** Address in the pooled image; likewise. */
  readonly cell: Local<"i32">;
  readonly offset: number;
  readonly lanes: number;
}

/**
 * Visits the windows of one line, row `line % rows` of image `line / rows`, channels four by four.
 *
 * @param image address of an image
 * @param pooled address of a pooled image
 */
export function forWindows(
  f: FunctionBuilder,
  shape: PoolShape,
  { image, pooled, line }: Readonly<Record<"image" | "pooled" | "line", Local<"i32">>>,
  body: (vector: WindowVector) => void,
): void {
  const { height, width, channels, rows, columns } = shape;
  const pixel = CELL * channels;
  const [lineStart, column, first] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const down = clip(f, shape, 0, i32.remU(line, rows));
  f.set(lineStart, i32.add(i32.mul(i32.divU(line, rows), height), down.first));
  f.set(lineStart, i32.add(image, i32.mul(lineStart, pixel * width)));
  const cell = f.local("i32", i32.add(pooled, i32.mul(line, pixel * columns)));
  f.for(column, 0, columns, 1, () => {
    const across = clip(f, shape, 1, column);
    const place = { rows: down.count, columns: across.count };
    f.set(first, i32.add(lineStart, i32.mul(across.first, pixel)));
    forVectors(
      f,
      channels,
      [first, cell] as const,
      ([corner, to], offset, lanes) => body({ place, corner, cell: to, offset, lanes }),
      LONG,
    );
    f.increase(cell, pixel);
  });
}

/** The part of a window that lies inside the image, along rows (0) or columns (1). */
function clip(
  f: FunctionBuilder,
  shape: PoolShape,
  axis: 0 | 1,
  index: Expression<"i32">,
): { readonly first: Local<"i32">; readonly count: I32 } {
  const size = [shape.height, shape.width][axis]!;
  const first = f.local("i32", i32.sub(i32.mul(index, shape.strides[axis]), shape.before[axis]));
  if (fits(shape, axis)) return { first, count: shape.window[axis] };
  const behind = f.local("i32", i32.add(first, shape.window[axis]));
  f.set(behind, i32.select(i32.gtS(behind, size), size, behind));
  f.set(first, i32.select(i32.ltS(first, 0), 0, first));
  return { first, count: f.local("i32", i32.sub(behind, first)) };
}

/**
 * Visits the cells of a window inside the image, row-major, each at `address + offset`.
 *
 * @param afterRow emitted behind each row of cells
 */
export function forTaps(
  f: FunctionBuilder,
  shape: PoolShape,
  { place: { rows, columns }, corner, offset }: WindowVector,
  body: (address: Local<"i32">, offset: number) => void,
  afterRow: () => void = () => {},
): void {
  const pixel = CELL * shape.channels;
  const line = pixel * shape.width;
  if (typeof rows === "number" && typeof columns === "number" && rows * columns <= UNROLLED) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) body(corner, offset + line * i + pixel * j);
      afterRow();
    }
    return;
  }
  const [rowStart, at] = [f.local("i32", corner), f.local("i32")];
  f.for(f.local("i32"), 0, rows, 1, () => {
    f.set(at, rowStart);
    f.for(f.local("i32"), 0, columns, 1, () => {
      body(at, offset);
      f.increase(at, pixel);
    });
    afterRow();
    f.increase(rowStart, line);
  });
}

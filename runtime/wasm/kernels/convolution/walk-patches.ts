import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import { CELL } from "../matmul/lanes.ts";
import { fits, reach, type SlidingWindow } from "../sliding-window.ts";

/**
 * Where the patches of an image [batch, height, width, pixel] lie: patch (b, r, c) has its first cell at
 * (r, c) · strides - before, and is laid out [window, channels].
 */
export interface Patches extends SlidingWindow {
  /** Cells from one pixel of the image to the next. */
  readonly pixel: number;
  /** Those of a pixel that are taken: the first ones. */
  readonly channels: number;
}

export interface PatchRun {
  readonly image: Local<"i32">;
  /** Where the first patch lies; left behind the last one. */
  readonly patch: Local<"i32">;
  /** Patches `first` up to `behind`, counted over the whole batch. */
  readonly first: Local<"i32">;
  readonly behind: Local<"i32">;
  /** The rows of the window that are walked: so many, from this one on. */
  readonly tapRow: Local<"i32">;
  readonly tapRows: number;
}

export interface PatchVisitor {
  /** Cells that lie one after the other in image and patch. */
  readonly inside: (cells: number, image: Local<"i32">, patch: Local<"i32">) => void;
  /** Cells of a patch that lie outside of the image. */
  readonly outside: (cells: number, patch: Local<"i32">) => void;
}

/** Where a patch begins, whether or not the image has a pixel there. */
export interface PatchPlace {
  /** Row and column in the image, as signed numbers. */
  readonly top: Local<"i32">;
  readonly left: Local<"i32">;
  readonly from: Local<"i32">;
}

/** Visits the places of patches `first` up to `behind`, counted over the whole batch. */
export function forPatches(
  f: FunctionBuilder,
  { height, width, pixel, rows, columns, strides, before }: Patches,
  { image, first, behind }: Pick<PatchRun, "image" | "first" | "behind">,
  body: (place: PatchPlace, index: Local<"i32">) => void,
): void {
  const [index, line] = [f.local("i32"), f.local("i32")];
  const place = { top: f.local("i32"), left: f.local("i32"), from: f.local("i32") };
  const { top, left, from } = place;
  f.for(index, first, behind, 1, () => {
    f.set(line, i32.divU(index, columns));
    f.set(left, i32.sub(i32.mul(i32.remU(index, columns), strides[1]), before[1]));
    f.set(top, i32.sub(i32.mul(i32.remU(line, rows), strides[0]), before[0]));
    f.set(from, i32.add(i32.mul(i32.divU(line, rows), height), top));
    f.set(from, i32.mul(i32.add(i32.mul(from, width), left), CELL * pixel));
    f.set(from, i32.add(from, image));
    body(place, index);
  });
}

/** Visits the cells of patches in order, in runs as long as the image's edges and the dilation allow. */
export function walkPatches(
  f: FunctionBuilder,
  patches: Patches,
  run: PatchRun,
  visitor: PatchVisitor,
): void {
  const { height, width, pixel, channels, window, dilation } = patches;
  forPatches(f, patches, run, ({ top, left, from }) => {
    const tapRow = (): void => {
      const row = (): void => walkRow(f, patches, { left, from, patch: run.patch }, visitor);
      if (fits(patches, 0)) row();
      else f.if(i32.ltU(top, height), row, () => visitor.outside(window[1] * channels, run.patch));
      f.increase(run.patch, CELL * window[1] * channels);
    };
    const below = (rows: I32): void => {
      f.increase(top, i32.mul(rows, dilation[0]));
      f.increase(from, i32.mul(rows, CELL * dilation[0] * width * pixel));
    };
    below(run.tapRow);
    if (run.tapRows === 1) tapRow();
    else
      f.for(f.local("i32"), 0, run.tapRows, 1, () => {
        tapRow();
        below(1);
      });
  });
}

interface RowPlace {
  /** The column of the row's first cell, as a signed number. */
  readonly left: Local<"i32">;
  readonly from: Local<"i32">;
  readonly patch: Local<"i32">;
}

function walkRow(
  f: FunctionBuilder,
  patches: Patches,
  { left, from, patch }: RowPlace,
  visitor: PatchVisitor,
): void {
  const { width, pixel, channels, window, dilation } = patches;
  const tapByTap = (visit: (image: Local<"i32">, to: Local<"i32">, column: Local<"i32">) => void): void => {
    const [image, to, column] = [f.local("i32", from), f.local("i32", patch), f.local("i32", left)];
    f.for(f.local("i32"), 0, window[1], 1, () => {
      visit(image, to, column);
      f.increase(image, CELL * dilation[1] * pixel);
      f.increase(to, CELL * channels);
      f.increase(column, dilation[1]);
    });
  };
  const whole = (): void => {
    const isOneRun = window[1] === 1 || (dilation[1] === 1 && channels === pixel);
    if (isOneRun) visitor.inside(window[1] * channels, from, patch);
    else tapByTap((image, to) => visitor.inside(channels, image, to));
  };
  const cut = (): void =>
    tapByTap((image, to, column) => {
      f.if(
        i32.ltU(column, width),
        () => visitor.inside(channels, image, to),
        () => visitor.outside(channels, to),
      );
    });
  const room = width - reach(patches, 1) + 1;
  if (fits(patches, 1)) whole();
  else if (room <= 0) cut();
  else f.if(i32.ltU(left, room), whole, cut);
}

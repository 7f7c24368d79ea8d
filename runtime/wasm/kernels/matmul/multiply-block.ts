import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import { CELL } from "./lanes.ts";
import { multiplyAndPackTile, multiplyTile, type Order, type Tile } from "./multiply-tile.ts";
import { forPanels, type Panels, type Run } from "./panels.ts";

/**
 * A block of a product: the tiles of some panels of rows by some panels of columns, over one run of the depth.
 * Addresses are those of the runs' first cells at the first depth; strides and steps count bytes.
 */
export interface Block {
  /** Their sizes fit a tile: `tileRows(target)` by `tileColumns(target)` at most, or another `tileFor`. */
  readonly rows: Panels;
  readonly rowRun: Run;
  readonly columns: Panels;
  readonly columnRun: Run;
  readonly left: LeftOperand;
  readonly right: RightOperand;
  readonly result: { readonly address: I32; readonly stride: I32 };
  readonly depth: I32;
  /** 0: overwrite the result, 1: add to it. */
  readonly accumulate: I32;
  /** Where tiles note what is not finite; without it they note nothing. */
  readonly note?: I32;
}

export interface LeftOperand {
  readonly address: I32;
  readonly order: Order;
  /** From one row (order lines) or depth (order depths) to the next, in a panel of so many rows. */
  readonly stride: (rows: number) => I32;
  /** From one row to the next where panels follow each other. */
  readonly rowStep: I32;
}

/** Panels of columns; cells of one depth are consecutive. */
export interface Panelled {
  readonly address: I32;
  /** From one depth to the next. */
  readonly stride: I32;
  readonly panelStep: I32;
}

export interface RightOperand extends Panelled {
  /** Where the columns lie in place, if the tiles of the first rows may have to pack them. */
  readonly unpacked?: Panelled & {
    /** 1: they are to be packed, 0: they have been. */
    readonly pending: I32;
    /** Cells of a depth in a packed panel. */
    readonly width: number;
  };
}

/** A left side packed by `packPanel`, panel after panel, each as wide as it has rows, all of the same depth. */
export function packedLeft(address: I32, depth: I32): LeftOperand {
  return { address, order: "depths", stride: (rows) => CELL * rows, rowStep: i32.mul(depth, CELL) };
}

/**
 * Emits the loops. A panel of the right side stays in the first cache while the panels of rows go by; one that lies
 * unpacked is packed by the first of them.
 */
export function multiplyBlock(f: FunctionBuilder, block: Block): void {
  const { left, right, result, depth, accumulate, note } = block;
  const source = right.unpacked ?? null;
  const rightAt = f.local("i32", right.address);
  const sourceAt = f.local("i32", source?.address ?? 0);
  const columnAt = f.local("i32", result.address);
  const [leftAt, resultAt, pending] = [f.local("i32"), f.local("i32"), f.local("i32")];
  forPanels(f, block.columns, block.columnRun, (columns) => {
    f.set(leftAt, left.address);
    f.set(resultAt, columnAt);
    f.set(pending, source?.pending ?? 0);
    forPanels(f, block.rows, block.rowRun, (rows) => {
      const tile: Tile = { rows, columns, order: left.order, isWatched: note !== undefined };
      const to = [resultAt, result.stride, depth, accumulate, note ?? 0] as const;
      const product = (from: I32, stride: I32) => [leftAt, left.stride(rows), from, stride, ...to] as const;
      const multiply = () => f.do(multiplyTile(f.module, tile).call(...product(rightAt, right.stride)));
      if (source === null) multiply();
      else {
        const packing = multiplyAndPackTile(f.module, tile, source.width);
        const multiplyAndPack = () => {
          f.do(packing.call(rightAt, ...product(sourceAt, source.stride)));
          f.set(pending, 0);
        };
        f.if(pending, multiplyAndPack, multiply);
      }
      f.increase(leftAt, i32.mul(left.rowStep, rows));
      f.increase(resultAt, i32.mul(result.stride, rows));
    });
    f.increase(rightAt, right.panelStep);
    f.increase(sourceAt, source?.panelStep ?? 0);
    f.increase(columnAt, CELL * columns);
  });
}

import { i32 } from "../../../assembler/instructions.ts";
import type { Target } from "../../../assembler/module-builder.ts";
import type { Phase } from "../../../kernel.ts";
import { CELL, VECTOR } from "../../matmul/lanes.ts";
import type { Order } from "../../matmul/multiply-tile.ts";
import { packPanel } from "../../matmul/pack-panel.ts";
import { tileColumns } from "../../matmul/tile-size.ts";
import { panelStride } from "../multiply-rows.ts";
import { filterMatrix, IMAGE_TILE, POSITIONS, WINDOW } from "./matrices.ts";
import { spread } from "./spread.ts";
import { transformTiles } from "./transform-tiles.ts";

export interface FilterSide {
  readonly depth: number;
  readonly columns: number;
  /** `depths`: each tap of the filter is [depth, columns]; `lines`: it is [columns, depth], and the window is turned round. */
  readonly order: Order;
  readonly target: Target;
}

/** Bytes from the panels of one position to those of the next. */
export function positionBytes({ depth, columns, target }: FilterSide): number {
  return spread(Math.ceil(columns / tileColumns(target)) * depth * panelStride(target));
}

/** Bytes that a unit takes of scratch: one panel of each tap. */
export function filterScratch({ depth, target }: FilterSide): number {
  return WINDOW * WINDOW * spread(depth * panelStride(target));
}

/** G g Gᵀ of the filter (input 1) into the workspace: POSITIONS matrices in packed panels. A panel is a unit. */
export function filterPhase(side: FilterSide): Phase {
  const { depth, columns, order, target } = side;
  const [width, panelDepth] = [tileColumns(target), panelStride(target)];
  const stride = CELL * (order === "depths" ? columns : depth);
  const betweenPanels = order === "depths" ? panelDepth : width * stride;
  const panelBytes = depth * panelDepth;
  const betweenTaps = spread(panelBytes);
  const panels = Math.ceil(columns / width);
  return {
    units: panels,
    build({ f, inputs, workspace, scratch, begin, end }) {
      const transform = transformTiles(f.module, {
        matrix: filterMatrix,
        from: { row: WINDOW * betweenTaps, column: betweenTaps, next: VECTOR },
        to: { row: IMAGE_TILE * positionBytes(side), column: positionBytes(side), next: VECTOR },
        vectors: panelBytes / VECTOR,
      });
      const [panel, source] = [f.local("i32"), f.local("i32")];
      const pack = (lines: number): void => {
        const { call } = packPanel(f.module, { lines, width, order });
        for (let tap = 0; tap < WINDOW * WINDOW; tap++) {
          const place = order === "depths" ? tap : WINDOW * WINDOW - 1 - tap;
          const from = i32.add(source, CELL * tap * depth * columns);
          f.do(call(from, stride, i32.add(scratch, place * betweenTaps), depth));
        }
      };
      f.for(panel, begin, end, 1, () => {
        f.set(source, i32.add(inputs[1]!, i32.mul(panel, betweenPanels)));
        const rest = columns % width;
        if (rest === 0) pack(width);
        else
          f.if(
            i32.ltU(panel, panels - 1),
            () => pack(width),
            () => pack(rest),
          );
        f.do(transform.call(scratch, i32.add(workspace, i32.mul(panel, panelBytes))));
      });
    },
  };
}

/** Bytes of the transformed filter. */
export function filterBytes(side: FilterSide): number {
  return POSITIONS * positionBytes(side);
}

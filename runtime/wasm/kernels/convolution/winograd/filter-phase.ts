import { i32 } from "../../../assembler/instructions.ts";
import type { Phase } from "../../../kernel.ts";
import { CELL, VECTOR } from "../../matmul/lanes.ts";
import { type Order, TILE_COLUMNS } from "../../matmul/multiply-tile.ts";
import { packPanel } from "../../matmul/pack-panel.ts";
import { PANEL_STRIDE } from "../multiply-rows.ts";
import { filterMatrix, IMAGE_TILE, POSITIONS, WINDOW } from "./matrices.ts";
import { spread } from "./spread.ts";
import { transformTiles } from "./transform-tiles.ts";

export interface FilterSide {
  readonly depth: number;
  readonly columns: number;
  /** `depths`: each tap of the filter is [depth, columns]; `lines`: it is [columns, depth], and the window is turned round. */
  readonly order: Order;
}

/** Bytes from the panels of one position to those of the next. */
export function positionBytes({ depth, columns }: FilterSide): number {
  return spread(Math.ceil(columns / TILE_COLUMNS) * depth * PANEL_STRIDE);
}

/** Bytes that a unit takes of scratch: one panel of each tap. */
export function filterScratch({ depth }: FilterSide): number {
  return WINDOW * WINDOW * spread(depth * PANEL_STRIDE);
}

/** G g Gᵀ of the filter (input 1) into the workspace: POSITIONS matrices in packed panels. A panel is a unit. */
export function filterPhase(side: FilterSide): Phase {
  const { depth, columns, order } = side;
  const stride = CELL * (order === "depths" ? columns : depth);
  const betweenPanels = order === "depths" ? PANEL_STRIDE : TILE_COLUMNS * stride;
  const panelBytes = depth * PANEL_STRIDE;
  const betweenTaps = spread(panelBytes);
  const panels = Math.ceil(columns / TILE_COLUMNS);
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
        const { call } = packPanel(f.module, { lines, width: TILE_COLUMNS, order });
        for (let tap = 0; tap < WINDOW * WINDOW; tap++) {
          const place = order === "depths" ? tap : WINDOW * WINDOW - 1 - tap;
          const from = i32.add(source, CELL * tap * depth * columns);
          f.do(call(from, stride, i32.add(scratch, place * betweenTaps), depth));
        }
      };
      f.for(panel, begin, end, 1, () => {
        f.set(source, i32.add(inputs[1]!, i32.mul(panel, betweenPanels)));
        const rest = columns % TILE_COLUMNS;
        if (rest === 0) pack(TILE_COLUMNS);
        else
          f.if(
            i32.ltU(panel, panels - 1),
            () => pack(TILE_COLUMNS),
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

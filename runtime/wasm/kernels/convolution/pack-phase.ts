import { i32 } from "../../assembler/instructions.ts";
import type { Phase } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import { type Order, TILE_COLUMNS } from "../matmul/multiply-tile.ts";
import { packPanel } from "../matmul/pack-panel.ts";
import { PANEL_STRIDE } from "./multiply-rows.ts";

export interface PackedSide {
  /** Which input. */
  readonly input: number;
  readonly depth: number;
  readonly columns: number;
  /** `depths`: the input is [depth, columns]; `lines`: it is [columns, depth]. */
  readonly order: Order;
}

/** Bytes of the panels. */
export function packedBytes({ depth, columns }: PackedSide): number {
  return Math.ceil(columns / TILE_COLUMNS) * depth * PANEL_STRIDE;
}

/** Packs the right side of a product into the workspace: panels of TILE_COLUMNS columns, one a unit. */
export function packPhase(side: PackedSide): Phase {
  const { input, depth, columns, order } = side;
  const stride = CELL * (order === "depths" ? columns : depth);
  const betweenPanels = order === "depths" ? PANEL_STRIDE : TILE_COLUMNS * stride;
  const whole = Math.floor(columns / TILE_COLUMNS);
  return {
    units: Math.ceil(columns / TILE_COLUMNS),
    build({ f, inputs, workspace, begin, end }) {
      const panel = f.local("i32");
      const pack = (lines: number): void => {
        const source = i32.add(inputs[input]!, i32.mul(panel, betweenPanels));
        const to = i32.add(workspace, i32.mul(panel, depth * PANEL_STRIDE));
        f.do(packPanel(f.module, { lines, width: TILE_COLUMNS, order }).call(source, stride, to, depth));
      };
      f.for(panel, begin, end, 1, () => {
        const rest = columns % TILE_COLUMNS;
        if (rest === 0) pack(TILE_COLUMNS);
        else if (whole === 0) pack(rest);
        else
          f.if(
            i32.ltU(panel, whole),
            () => pack(TILE_COLUMNS),
            () => pack(rest),
          );
      });
    },
  };
}

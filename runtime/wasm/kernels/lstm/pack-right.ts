import type { Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { Phase } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import type { Order } from "../matmul/multiply-tile.ts";
import { packPanel } from "../matmul/pack-panel.ts";
import { countPanels, forPanels, wholePanels } from "../matmul/panels.ts";

/** Columns of a panel: a line of memory for each depth. */
export const PANEL_COLUMNS = 16;
/** From one depth of a panel to the next. */
export const PANEL_DEPTH = CELL * PANEL_COLUMNS;

/** The right side of the products of all steps. */
export interface RightSide {
  readonly depth: number;
  readonly columns: number;
  /** Which input it is. */
  readonly input: number;
  /** Lines: its columns are that input's rows. */
  readonly order: Order;
}

/** Bytes of a right side in panels. */
export function packedBytes({ depth, columns }: RightSide): number {
  return PANEL_DEPTH * depth * countPanels(wholePanels(columns, PANEL_COLUMNS));
}

/** Lays a right side into the workspace, panel after panel, once for all steps. A unit is a panel. */
export function packRight({ depth, columns, input, order }: RightSide): Phase {
  const panels = wholePanels(columns, PANEL_COLUMNS);
  const [line, stride] = order === "lines" ? [CELL * depth, CELL * depth] : [CELL, CELL * columns];
  return {
    units: countPanels(panels),
    build({ f, inputs, workspace, begin, end }) {
      const at = (base: Local<"i32">, step: number) => f.local("i32", i32.add(base, i32.mul(begin, step)));
      const from = at(inputs[input]!, line * PANEL_COLUMNS);
      const to = at(workspace, PANEL_DEPTH * depth);
      forPanels(f, panels, { from: begin, to: end }, (lines) => {
        const pack = packPanel(f.module, { lines, width: PANEL_COLUMNS, order });
        f.do(pack.call(from, stride, to, depth));
        f.increase(from, line * PANEL_COLUMNS);
        f.increase(to, PANEL_DEPTH * depth);
      });
    },
  };
}

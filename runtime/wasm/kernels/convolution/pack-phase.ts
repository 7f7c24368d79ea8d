import { i32 } from "../../assembler/instructions.ts";
import type { Target } from "../../assembler/module-builder.ts";
import type { Phase } from "../../kernel.ts";
import { CELL } from "../matmul/lanes.ts";
import type { Order } from "../matmul/multiply-tile.ts";
import { packPanel } from "../matmul/pack-panel.ts";
import { tileColumns } from "../matmul/tile-size.ts";
import { panelStride } from "./multiply-rows.ts";

export interface PackedSide {
  /** Which input. */
  readonly input: number;
  readonly depth: number;
  readonly columns: number;
  /** `depths`: the input is [depth, columns]; `lines`: it is [columns, depth]. */
  readonly order: Order;
  readonly target: Target;
}

/** Bytes of the panels. */
export function packedBytes({ depth, columns, target }: PackedSide): number {
  return Math.ceil(columns / tileColumns(target)) * depth * panelStride(target);
}

/** Packs the right side of a product into the workspace: panels as wide as a whole tile, one a unit. */
export function packPhase(side: PackedSide): Phase {
  const { input, depth, columns, order, target } = side;
  const stride = CELL * (order === "depths" ? columns : depth);
  const [width, panelDepth] = [tileColumns(target), panelStride(target)];
  const betweenPanels = order === "depths" ? panelDepth : width * stride;
  const whole = Math.floor(columns / width);
  return {
    units: Math.ceil(columns / width),
    build({ f, inputs, workspace, begin, end }) {
      const panel = f.local("i32");
      const pack = (lines: number): void => {
        const source = i32.add(inputs[input]!, i32.mul(panel, betweenPanels));
        const to = i32.add(workspace, i32.mul(panel, depth * panelDepth));
        f.do(packPanel(f.module, { lines, width, order }).call(source, stride, to, depth));
      };
      f.for(panel, begin, end, 1, () => {
        const rest = columns % width;
        if (rest === 0) pack(width);
        else if (whole === 0) pack(rest);
        else
          f.if(
            i32.ltU(panel, whole),
            () => pack(width),
            () => pack(rest),
          );
      });
    },
  };
}

import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import { CELL } from "./lanes.ts";
import type { Order } from "./multiply-tile.ts";
import { packPanel } from "./pack-panel.ts";
import { forPanels, type Panels, type Run } from "./panels.ts";

/** Rows of the left side or columns of the right one, as they lie in memory. Bytes, from the first cell of the run. */
export interface Lines {
  readonly address: I32;
  readonly order: Order;
  /** From one line to the next. */
  readonly lineStride: I32;
  /** From one depth to the next. */
  readonly depthStride: I32;
}

/** Where panels go: `width` cells a depth, `step` bytes from one panel to the next. */
export interface PackedPanels {
  readonly address: I32;
  readonly width: (lines: number) => number;
  readonly step: (lines: number) => I32;
}

/** Packs a run of panels over a run of the depth. */
export function packPanels(
  f: FunctionBuilder,
  panels: Panels,
  run: Run,
  source: Lines,
  target: PackedPanels,
  depth: I32,
): void {
  const [from, to] = [f.local("i32", source.address), f.local("i32", target.address)];
  const stride = source.order === "lines" ? source.lineStride : source.depthStride;
  forPanels(f, panels, run, (lines) => {
    const pack = packPanel(f.module, { lines, width: target.width(lines), order: source.order });
    f.do(pack.call(from, stride, to, depth));
    f.increase(from, i32.mul(source.lineStride, lines));
    f.increase(to, target.step(lines));
  });
}

export function packedRows(address: I32, depth: I32): PackedPanels {
  return { address, width: (rows) => rows, step: (rows) => i32.mul(depth, CELL * rows) };
}

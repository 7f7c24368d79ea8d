import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import type { Order } from "./multiply-tile.ts";
import { packPanel } from "./pack-panel.ts";
import { forPanels, type Run } from "./panels.ts";
import type { ProductPlan } from "./plan-product.ts";

/** Columns as they lie in memory: the address of the run's first cell, and bytes between lines and depths. */
export interface Columns {
  readonly address: I32;
  readonly order: Order;
  readonly lineStride: number;
  readonly depthStride: number;
}

/** Emits the packing of a run of panels over `depth` depths; panel after panel begins `panelStep` bytes further on. */
export function packRight(
  f: FunctionBuilder,
  plan: ProductPlan,
  run: Run,
  { address, order, lineStride, depthStride }: Columns,
  packed: { readonly address: I32; readonly panelStep: number },
  depth: I32,
): void {
  const [from, to] = [f.local("i32", address), f.local("i32", packed.address)];
  forPanels(f, plan.columns, run, (lines) => {
    const pack = packPanel(f.module, { lines, width: plan.tileColumns, order });
    f.do(pack.call(from, order === "lines" ? lineStride : depthStride, to, depth));
    f.increase(from, lineStride * lines);
    f.increase(to, packed.panelStep);
  });
}

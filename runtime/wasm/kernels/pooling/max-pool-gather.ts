import { f32x4, i32, v128 } from "../../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { loadLanes, storeLanes } from "../matmul/lanes.ts";
import { forTaps, forWindows } from "./for-windows.ts";
import { gatherPhase } from "./pool-phases.ts";
import { poolShape } from "./pool-shape.ts";

export const maxPoolGather: WasmKernelDefinition<"max_pool_gather"> = ({ inputs, outputs, attributes }) => {
  const shape = poolShape(inputs[0]!, outputs[0]!, attributes);
  const phase = gatherPhase("max_pool_gather", shape, ({ f, inputs: [x, g], output: y, line }) => {
    const [most, next, chosen] = [f.local("v128"), f.local("v128"), f.local("v128")];
    const fromXToG = f.local("i32", i32.sub(g!, x!));
    forWindows(f, shape, { image: x!, pooled: y, line }, (vector) => {
      const { corner, cell, offset, lanes } = vector;
      f.set(most, loadLanes(corner, offset, lanes));
      f.set(chosen, loadLanes(i32.add(corner, fromXToG), offset, lanes));
      forTaps(f, shape, vector, (at, tap) => {
        f.set(next, loadLanes(at, tap, lanes));
        const gradient = loadLanes(i32.add(at, fromXToG), tap, lanes);
        f.set(chosen, v128.bitselect(gradient, chosen, f32x4.gt(next, most)));
        f.set(most, f32x4.pmax(most, next));
      });
      f.do(...storeLanes(cell, offset, chosen, lanes));
    });
  });
  return { phases: [phase] };
};

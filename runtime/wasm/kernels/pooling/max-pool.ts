import { f32x4 } from "../../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { loadLanes, storeLanes } from "../matmul/lanes.ts";
import { forTaps, forWindows } from "./for-windows.ts";
import { gatherPhase } from "./pool-phases.ts";
import { poolShape } from "./pool-shape.ts";

export const maxPool: WasmKernelDefinition<"max_pool"> = ({ inputs, outputs, attributes }) => {
  const shape = poolShape(inputs[0]!, outputs[0]!, attributes);
  const phase = gatherPhase("max_pool", shape, ({ f, inputs: [x], output: y, line }) => {
    const most = f.local("v128");
    forWindows(f, shape, { image: x!, pooled: y, line }, (vector) => {
      const { corner, cell, offset, lanes } = vector;
      f.set(most, loadLanes(corner, offset, lanes));
      // As a comparison with > says: a NaN stays where it stands first, and is passed over where it comes later.
      forTaps(f, shape, vector, (at, tap) => f.set(most, f32x4.pmax(most, loadLanes(at, tap, lanes))));
      f.do(...storeLanes(cell, offset, most, lanes));
    });
  });
  return { phases: [phase] };
};

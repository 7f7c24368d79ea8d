import type { V128 } from "../../assembler/expression.ts";
import { f32, f32x4, i32 } from "../../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { loadLanes, storeLanes } from "../matmul/lanes.ts";
import { forTaps, forWindows, type WindowPlace } from "./for-windows.ts";
import { gatherPhase, spreadPhase } from "./pool-phases.ts";
import { poolShape } from "./pool-shape.ts";

export const avgPool: WasmKernelDefinition<"avg_pool"> = ({ inputs, outputs, attributes }) => {
  const shape = poolShape(inputs[0]!, outputs[0]!, attributes);
  const phase = gatherPhase("avg_pool", shape, ({ f, inputs: [x], output: y, line }) => {
    const [total, row] = [f.local("v128"), f.local("v128")];
    forWindows(f, shape, { image: x!, pooled: y, line }, (vector) => {
      const { place, cell, offset, lanes } = vector;
      f.set(total, f32x4.const(0));
      f.set(row, f32x4.const(0));
      // Rows are summed each for itself: the sum over a whole image stays right.
      forTaps(
        f,
        shape,
        vector,
        (at, tap) => f.set(row, f32x4.add(row, loadLanes(at, tap, lanes))),
        () => {
          f.set(total, f32x4.add(total, row));
          f.set(row, f32x4.const(0));
        },
      );
      f.do(...storeLanes(cell, offset, f32x4.div(total, cellCount(place)), lanes));
    });
  });
  return { phases: [phase] };
};

export const avgPoolGradient: WasmKernelDefinition<"avg_pool_gradient"> = ({
  inputs,
  outputs,
  attributes,
}) => {
  const shape = poolShape(outputs[0]!, inputs[0]!, attributes);
  const phase = spreadPhase("avg_pool_gradient", shape, ({ f, inputs: [dy], output: dx, line }, put) => {
    const share = f.local("v128");
    forWindows(f, shape, { image: dx, pooled: dy!, line }, (vector) => {
      const { place, cell, offset, lanes } = vector;
      f.set(share, f32x4.div(loadLanes(cell, offset, lanes), cellCount(place)));
      forTaps(f, shape, vector, (at, tap) => f.do(...put(at, tap, share, lanes)));
    });
  });
  return { phases: [phase] };
};

/** How many cells of a window lie inside the image. */
function cellCount({ rows, columns }: WindowPlace): V128 {
  return f32x4.splat(f32.convertI32S(i32.mul(rows, columns)));
}

import { f32x4, i32, i32x4, v128 } from "../../assembler/instructions.ts";
import type { WasmKernelDefinition } from "../../kernel.ts";
import { loadLanes } from "../matmul/lanes.ts";
import { forTaps, forWindows } from "./for-windows.ts";
import { spreadPhase } from "./pool-phases.ts";
import { poolShape } from "./pool-shape.ts";

/** Each window is read twice: for the number of its first maximum's cell, then to give that cell dy. */
export const maxPoolScatter: WasmKernelDefinition<"max_pool_scatter"> = ({ inputs, attributes }) => {
  const shape = poolShape(inputs[0]!, inputs[1]!, attributes);
  const phase = spreadPhase("max_pool_scatter", shape, ({ f, inputs: [x, dy], output: dx, line }, put) => {
    const [most, next, gradient] = [f.local("v128"), f.local("v128"), f.local("v128")];
    const [tapNumber, chosen] = [f.local("v128"), f.local("v128")];
    const fromXToDx = f.local("i32", i32.sub(dx, x!));
    const one = i32x4.const(1);
    forWindows(f, shape, { image: x!, pooled: dy!, line }, (vector) => {
      const { corner, cell, offset, lanes } = vector;
      f.set(most, loadLanes(corner, offset, lanes));
      f.set(tapNumber, i32x4.const(0));
      f.set(chosen, i32x4.const(0));
      forTaps(f, shape, vector, (at, tap) => {
        f.set(next, loadLanes(at, tap, lanes));
        f.set(chosen, v128.bitselect(tapNumber, chosen, f32x4.gt(next, most)));
        f.set(most, f32x4.pmax(most, next));
        f.set(tapNumber, i32x4.add(tapNumber, one));
      });
      f.set(gradient, loadLanes(cell, offset, lanes));
      f.set(tapNumber, i32x4.const(0));
      forTaps(f, shape, vector, (at, tap) => {
        const share = v128.and(gradient, i32x4.eq(chosen, tapNumber));
        f.do(...put(i32.add(at, fromXToDx), tap, share, lanes));
        f.set(tapNumber, i32x4.add(tapNumber, one));
      });
    });
  });
  return { phases: [phase] };
};

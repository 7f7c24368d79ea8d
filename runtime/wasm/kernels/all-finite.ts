import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { Phase, WasmKernelDefinition } from "../kernel.ts";
import { BLOCK, blocksOf } from "./blocks.ts";

/**
 * x - x is 0 where x is finite and NaN elsewhere, so the bits of all differences together are 0 just when all cells
 * are finite. Each block leaves its verdict in the workspace; the last phase joins them.
 */
export const allFinite: WasmKernelDefinition<"all_finite"> = ({ inputs }) => {
  let verdicts = 0;
  const phases = inputs.map(({ shape }, tensor): Phase => {
    const cells = sizeOf(shape);
    const firstVerdict = verdicts;
    verdicts += blocksOf(cells);
    return {
      units: blocksOf(cells),
      build({ f, inputs: addresses, workspace, begin, end }) {
        const [block, at, behind] = [f.local("i32"), f.local("i32"), f.local("i32")];
        const wrong = f.local("v128");
        f.for(block, begin, end, 1, () => {
          f.set(at, i32.mul(block, BLOCK));
          f.set(behind, i32.add(at, BLOCK));
          f.set(behind, i32.select(i32.gtS(behind, cells), cells, behind));
          f.set(wrong, i32x4.const(0));
          const take = (x: ReturnType<typeof v128.load>) => f.set(wrong, v128.or(wrong, f32x4.sub(x, x)));
          const address = () => i32.add(addresses[tensor]!, i32.shl(at, 2));
          f.for(at, at, i32.sub(behind, 3), 4, () => take(v128.load(address())));
          f.for(at, at, behind, 1, () => take(v128.load32Zero(address())));
          const verdict = i32.add(workspace, i32.shl(i32.add(block, firstVerdict), 2));
          f.do(i32.store(verdict, v128.anyTrue(wrong)));
        });
      },
    };
  });
  const join: Phase = {
    units: 1,
    build({ f, outputs, workspace }) {
      const [at, found] = [f.local("i32"), f.local("i32", 0)];
      f.for(at, 0, 4 * verdicts, 4, () => f.set(found, i32.or(found, i32.load(i32.add(workspace, at)))));
      f.do(i32.store(outputs[0]!, i32.eqz(found)));
    },
  };
  return { workspace: 4 * verdicts, phases: [...phases, join] };
};

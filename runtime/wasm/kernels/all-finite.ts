import { sizeOf } from "../../../compiler/program/nd-array.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { Phase, WasmKernelDefinition } from "../kernel.ts";
import { BLOCK, blocksOf } from "./blocks.ts";

/** Bytes of a row of the table: where a block begins, and where it ends. */
const ROW = 8;

/**
 * x - x is 0 where x is finite and NaN elsewhere, so the bits of all differences together are 0 just when all cells
 * are finite. Each block leaves its verdict in the workspace; the last phase joins them.
 */
export const allFinite: WasmKernelDefinition<"all_finite"> = ({ inputs }) => {
  const counts = inputs.map(({ shape }) => sizeOf(shape));
  const blocks = counts.reduce((sum, cells) => sum + blocksOf(cells), 0);
  const look: Phase = {
    units: blocks,
    build({ f, workspace, table, begin, end }) {
      const [block, at, behind] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const wrong = f.local("v128");
      const take = (x: ReturnType<typeof v128.load>) => f.set(wrong, v128.or(wrong, f32x4.sub(x, x)));
      f.for(block, begin, end, 1, () => {
        const row = f.local("i32", i32.add(table, i32.mul(block, ROW)));
        f.set(at, i32.load(row));
        f.set(behind, i32.load(row, 4));
        f.set(wrong, i32x4.const(0));
        f.for(at, at, i32.sub(behind, 15), 16, () => take(v128.load(at)));
        f.for(at, at, behind, 4, () => take(v128.load32Zero(at)));
        f.do(i32.store(i32.add(workspace, i32.shl(block, 2)), v128.anyTrue(wrong)));
      });
    },
  };
  const join: Phase = {
    units: 1,
    build({ f, workspace, table }) {
      const [at, found] = [f.local("i32"), f.local("i32", 0)];
      f.for(at, 0, 4 * blocks, 4, () => f.set(found, i32.or(found, i32.load(i32.add(workspace, at)))));
      f.do(i32.store(i32.load(table, ROW * blocks), i32.eqz(found)));
    },
  };
  return {
    workspace: 4 * blocks,
    phases: [look, join],
    table(addresses, [verdict]) {
      const rows = addresses.flatMap((address, tensor) =>
        Array.from({ length: blocksOf(counts[tensor]!) }, (_, block) => {
          const behind = Math.min(counts[tensor]!, (block + 1) * BLOCK);
          return [address + 4 * block * BLOCK, address + 4 * behind];
        }),
      );
      return Int32Array.from([...rows.flat(), verdict!]);
    },
  };
};

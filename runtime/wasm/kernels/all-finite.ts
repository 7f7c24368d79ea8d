import { sizeOf } from "../../../compiler/program/nd-array.ts";
import type { V128 } from "../assembler/expression.ts";
import type { Local } from "../assembler/function-builder.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { Phase, WasmKernelDefinition } from "../kernel.ts";
import { BLOCK, blocksOf } from "./blocks.ts";

/** Bytes of a row of the table: where a block begins, and where it ends. */
const ROW = 8;
/** Looked at in a round. */
const VECTORS = 4;

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
      // One for each vector of a round, so that none waits for another.
      const wrong = Array.from({ length: VECTORS }, () => f.local("v128"));
      const take = (x: V128, into: Local<"v128">) => f.set(into, v128.or(into, f32x4.sub(x, x)));
      f.for(block, begin, end, 1, () => {
        const row = f.local("i32", i32.add(table, i32.mul(block, ROW)));
        f.set(at, i32.load(row));
        f.set(behind, i32.load(row, 4));
        for (const each of wrong) f.set(each, i32x4.const(0));
        const round = 16 * VECTORS;
        f.for(at, at, i32.sub(behind, round - 1), round, () => {
          for (const [position, each] of wrong.entries()) take(v128.load(at, 16 * position), each);
        });
        f.for(at, at, i32.sub(behind, 15), 16, () => take(v128.load(at), wrong[0]!));
        f.for(at, at, behind, 4, () => take(v128.load32Zero(at), wrong[0]!));
        const any = wrong.slice(1).reduce<V128>((all, each) => v128.or(all, each), wrong[0]!);
        f.do(i32.store(i32.add(workspace, i32.shl(block, 2)), v128.anyTrue(any)));
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

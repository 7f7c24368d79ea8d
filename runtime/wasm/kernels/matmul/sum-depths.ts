import { i32 } from "../../assembler/instructions.ts";
import type { Phase, WasmKernel } from "../../kernel.ts";
import { addBlock } from "./add-block.ts";
import { joinBlocks } from "./join-blocks.ts";
import { CELL } from "./lanes.ts";
import type { VectorProduct } from "./multiply-vector.ts";
import { least } from "./panels.ts";

/** Cells of lines so short that threads which shared them would read memory in pieces too small for the prefetcher. */
const SHORT = 2048;
/** Bytes of a block at least, and how many blocks there are at most unless they would be too deep. */
const BLOCK = 1 << 17;
const BLOCKS = 32;
/** Depths of a block at most, so that long sums stay accurate. */
const MOST_DEPTH = 512;
/** Sums of a unit of the last phase. */
const SUMS = 128;

/** Whether a matrix of order depths is cut by its depth. */
export function isSummed({ lines, order }: VectorProduct): boolean {
  return order === "depths" && lines <= SHORT;
}

/**
 * A matrix of short lines, one after the other: each unit reads a block of them from first to last and leaves its sums in
 * the workspace; the last phase adds these up, in order.
 */
export function sumDepths({ batches, lines, depth, matrix }: VectorProduct): WasmKernel {
  // As many as can be shared equally by 2, 4, 8 … threads.
  const wanted = 2 ** Math.floor(Math.log2(Math.max(1, Math.min((CELL * lines * depth) / BLOCK, BLOCKS))));
  const blockDepth = Math.min(MOST_DEPTH, depth, 8 * Math.ceil(depth / (8 * wanted)));
  const blocks = Math.ceil(depth / blockDepth);
  const isOne = blocks === 1;
  const add: Phase = {
    units: batches * blocks,
    build({ f, inputs, outputs, workspace, begin, end }) {
      const [unit, batch, start, steps] = [f.local("i32"), f.local("i32"), f.local("i32"), f.local("i32")];
      const [matrixAt, vectorAt, target] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const cells = f.local("i32", lines);
      f.for(unit, begin, end, 1, () => {
        f.set(batch, i32.divU(unit, blocks));
        f.set(start, i32.mul(i32.remU(unit, blocks), blockDepth));
        f.set(steps, least(i32.sub(depth, start), blockDepth));
        f.set(start, i32.add(start, i32.mul(batch, depth)));
        f.set(matrixAt, i32.add(inputs[matrix]!, i32.mul(start, CELL * lines)));
        f.set(vectorAt, i32.add(inputs[1 - matrix]!, i32.mul(start, CELL)));
        f.set(target, i32.add(isOne ? outputs[0]! : workspace, i32.mul(unit, CELL * lines)));
        addBlock(f, lines, depth, { matrixAt, vectorAt, target, cells, steps });
      });
    },
  };
  if (isOne) return { phases: [add] };
  const units = Math.ceil(lines / SUMS);
  const join: Phase = {
    units: batches * units,
    build({ f, outputs, workspace, begin, end }) {
      const [unit, batch, from] = [f.local("i32"), f.local("i32"), f.local("i32")];
      f.for(unit, begin, end, 1, () => {
        f.set(batch, i32.divU(unit, units));
        f.set(from, i32.mul(i32.remU(unit, units), SUMS));
        const cells = least(i32.sub(lines, from), SUMS);
        const source = i32.add(i32.mul(batch, blocks * lines), from);
        const target = i32.add(i32.mul(batch, lines), from);
        const [sourceAt, targetAt] = [i32.mul(source, CELL), i32.mul(target, CELL)];
        f.do(
          joinBlocks(f.module).call(
            i32.add(workspace, sourceAt),
            CELL * lines,
            blocks,
            i32.add(outputs[0]!, targetAt),
            cells,
          ),
        );
      });
    },
  };
  return { workspace: CELL * batches * blocks * lines, phases: [add, join] };
}

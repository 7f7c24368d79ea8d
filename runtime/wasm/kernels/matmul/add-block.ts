import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import { addDepths } from "./add-depths.ts";
import { CELL } from "./lanes.ts";

/** Depths read side by side. */
const SIDE_BY_SIDE = 8;

export interface DepthBlock {
  /** The first depth's first cell; moves behind the block, as does the vector's. */
  readonly matrixAt: Local<"i32">;
  readonly vectorAt: Local<"i32">;
  /** Where the sums go. */
  readonly target: Local<"i32">;
  /** How many cells of each depth. */
  readonly cells: Local<"i32">;
  /** How many depths, 1 or more; 0 afterwards. */
  readonly steps: Local<"i32">;
}

/**
 * Emits target[c] = Σ_d vector[d] matrix[d, c] over a block of the depth, whose lines lie `lines` cells apart.
 *
 * @param depth of all blocks together: those before the last have a multiple of 8
 */
export function addBlock(f: FunctionBuilder, lines: number, depth: number, block: DepthBlock): void {
  const { matrixAt, vectorAt, target, cells, steps } = block;
  const isFirst = f.local("i32", 1);
  const add = (depths: number): void => {
    const call = (accumulate: boolean) => () =>
      f.do(addDepths(f.module, depths, accumulate).call(matrixAt, CELL * lines, vectorAt, target, cells));
    f.if(isFirst, call(false), call(true));
    f.set(isFirst, 0);
    f.increase(matrixAt, CELL * lines * depths);
    f.increase(vectorAt, CELL * depths);
    f.increase(steps, -depths);
  };
  if (depth >= SIDE_BY_SIDE)
    f.while(
      () => i32.geS(steps, SIDE_BY_SIDE),
      () => add(SIDE_BY_SIDE),
    );
  const rest = depth % SIDE_BY_SIDE;
  if (rest > 0) f.if(steps, () => add(rest));
}

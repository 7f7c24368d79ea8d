import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";

export interface Blocks {
  /** Blocks `begin` up to `end`. */
  readonly begin: I32;
  readonly end: I32;
  /** Pieces of a block; the last one may have fewer. */
  readonly block: number;
  readonly total: number;
}

/** Visits blocks with their first piece and the piece behind their last. */
export function forBlocks(
  f: FunctionBuilder,
  { begin, end, block, total }: Blocks,
  body: (first: Local<"i32">, behind: Local<"i32">) => void,
): void {
  const [index, first, behind] = [f.local("i32"), f.local("i32"), f.local("i32")];
  f.for(index, begin, end, 1, () => {
    f.set(first, i32.mul(index, block));
    f.set(behind, i32.add(first, block));
    if (total % block > 0) f.set(behind, i32.select(i32.gtS(behind, total), total, behind));
    body(first, behind);
  });
}

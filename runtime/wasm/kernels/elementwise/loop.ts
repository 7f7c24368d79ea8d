/** One loop over cells, as code: the same for every tensor that is read in the same way. */
import type { DType } from "../../../../compiler/program/program.ts";
import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { keyOf } from "../../key-of.ts";
import { LoopBuilder } from "./loop-builder.ts";

/** How an input is read: a number for each cell; the same row for each row; one number a row; one for all. */
export type Access = "cell" | "row" | "column" | "all";

export interface Loop {
  readonly kernel: ScalarKernel;
  readonly inputs: readonly { readonly dtype: DType; readonly access: Access }[];
  readonly outputs: readonly DType[];
  /** Cells of a row, of which there are several; null for one stretch of any length. */
  readonly row: number | null;
}

/** The function of the addresses of inputs and outputs, and of how many cells or rows there are: at least one. */
export function loopFunction(module: ModuleBuilder, loop: Loop): FunctionReference<readonly "i32"[]> {
  const parameters = new Array<"i32">(loop.inputs.length + loop.outputs.length + 1).fill("i32");
  return module.function(`elementwise loop ${keyOf(loop)}`, parameters, (f, ...given) =>
    new LoopBuilder(f, loop, given.slice(0, -1), given.at(-1)!).build(),
  );
}

import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import { f32x4, f64, f64x2, i32, shuffle32 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { keyOf } from "../../key-of.ts";
import { type Combine, combiners } from "./combine.ts";
import { TermBuilder, vectorsAtOnce } from "./term.ts";

const VECTOR = 16;

/**
 * The function `(address of each input, cells) -> f64` that reduces cells side by side. Up to eight vectors are
 * joined pairwise in f32 before their result is joined in f64: three roundings to 24 bits.
 *
 * @param moves by input, whether it has a number for each cell, or one for all
 */
export function foldRow(
  module: ModuleBuilder,
  combine: Combine,
  kernel: ScalarKernel,
  moves: readonly boolean[],
) {
  const combiner = combiners[combine];
  const most = vectorsAtOnce(kernel);
  const inputs = moves.map((moves) => ({ moves, apart: moves ? VECTOR : 0 }));
  const key = `${combine} of a row of ${keyOf([kernel, moves])}`;
  const parameters = new Array<"i32">(kernel.inputs + 1).fill("i32");
  return module.valuedFunction(key, parameters, "f64", (f, ...given) => {
    const left = given.at(-1)!;
    const term = new TermBuilder(f, { kernel, inputs }, given.slice(0, -1), most);
    const block = f.local("v128");
    const low = f.local("v128", f64x2.const(combiner.start));
    const high = f.local("v128", f64x2.const(combiner.start));
    const takeBlock = () => {
      f.set(low, combiner.f64x2(low, f64x2.promoteLowF32x4(block)));
      f.set(high, combiner.f64x2(high, f64x2.promoteLowF32x4(shuffle32(block, block, [2, 3, 2, 3]))));
    };
    const goOn = (cells: number) => {
      term.advance(cells);
      f.increase(left, -cells);
    };
    f.while(
      () => i32.geS(left, 4 * most),
      () => {
        f.set(block, combiner.f32x4(term.vectors(most)));
        takeBlock();
        goOn(4 * most);
      },
    );
    if (most > 1)
      f.if(i32.geS(left, 4), () => {
        f.set(block, f32x4.const(combiner.start));
        f.doWhile(
          () => i32.geS(left, 4),
          () => {
            f.set(block, combiner.f32x4([block, ...term.vectors(1)]));
            goOn(4);
          },
        );
        takeBlock();
      });
    f.set(low, combiner.f64x2(low, high));
    const result = f.local("f64", combiner.f64(f64x2.extractLane(low, 0), f64x2.extractLane(low, 1)));
    f.while(
      () => i32.gtS(left, 0),
      () => {
        const [cell] = term.vectors(1, 1);
        f.set(result, combiner.f64(result, f64.promoteF32(f32x4.extractLane(cell!, 0))));
        goOn(1);
      },
    );
    return result;
  });
}

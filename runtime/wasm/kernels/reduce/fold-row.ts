import { f32, f32x4, f64, f64x2, i32, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { type Combine, combiners } from "./combine.ts";

/** Vectors that are joined pairwise in f32 before their result is joined in f64: three roundings to 24 bits. */
const VECTORS = 8;

/** The function `(from, cells) -> f64` that reduces f32 side by side. */
export function foldRow(module: ModuleBuilder, combine: Combine) {
  const combiner = combiners[combine];
  return module.valuedFunction(`${combine} of a row`, ["i32", "i32"], "f64", (f, from, cells) => {
    const at = f.local("i32", from);
    const left = f.local("i32", cells);
    const block = f.local("v128");
    const low = f.local("v128", f64x2.const(combiner.start));
    const high = f.local("v128", f64x2.const(combiner.start));
    const takeBlock = () => {
      f.set(low, combiner.f64x2(low, f64x2.promoteLowF32x4(block)));
      f.set(high, combiner.f64x2(high, f64x2.promoteLowF32x4(shuffle32(block, block, [2, 3, 2, 3]))));
    };
    f.while(
      () => i32.geS(left, 4 * VECTORS),
      () => {
        const vectors = Array.from({ length: VECTORS }, (_, v) => v128.load(at, 16 * v));
        f.set(block, combiner.f32x4(vectors));
        takeBlock();
        f.increase(at, 16 * VECTORS);
        f.increase(left, -4 * VECTORS);
      },
    );
    f.if(i32.geS(left, 4), () => {
      f.set(block, f32x4.const(combiner.start));
      f.doWhile(
        () => i32.geS(left, 4),
        () => {
          f.set(block, combiner.f32x4([block, v128.load(at)]));
          f.increase(at, 16);
          f.increase(left, -4);
        },
      );
      takeBlock();
    });
    f.set(low, combiner.f64x2(low, high));
    const result = f.local("f64", combiner.f64(f64x2.extractLane(low, 0), f64x2.extractLane(low, 1)));
    f.while(
      () => i32.gtS(left, 0),
      () => {
        f.set(result, combiner.f64(result, f64.promoteF32(f32.load(at))));
        f.increase(at, 4);
        f.increase(left, -1);
      },
    );
    return result;
  });
}

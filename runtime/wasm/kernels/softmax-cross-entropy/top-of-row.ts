import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f32x4, i32x4, shuffle32, v128 } from "../../assembler/instructions.ts";
import { forVectors } from "../for-vectors.ts";
import { LANES, loadLanes } from "../matmul/lanes.ts";

/** Maxima that are taken side by side, so that none waits for the one before. */
const CHAINS = 4;

/** The greatest of a row of f32, in all lanes. NaN is passed over: whoever subtracts it meets the NaN again. */
export function topOfRow(f: FunctionBuilder, row: Local<"i32">, cells: number): Local<"v128"> {
  const tops = Array.from({ length: CHAINS }, () => f.local("v128", f32x4.const(Number.NEGATIVE_INFINITY)));
  let next = 0;
  forVectors(f, cells, [row], ([at], offset, lanes) => {
    const top = tops[next++ % CHAINS]!;
    const x = loadLanes(at!, offset, lanes);
    f.set(top, f32x4.pmax(top, lanes === LANES ? x : lowestBeyond(x, lanes)));
  });
  const [a, b, c, d] = [tops[0]!, tops[1]!, tops[2]!, tops[3]!];
  const four = f.local("v128", f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)));
  const two = f.local("v128", f32x4.pmax(four, shuffle32(four, four, [2, 3, 0, 1])));
  return f.local("v128", f32x4.pmax(two, shuffle32(two, two, [1, 0, 3, 2])));
}

/** The first lanes of x, and minus infinity in the others. */
export function lowestBeyond(x: V128, lanes: number): V128 {
  const isInside = i32x4.const(...[0, 1, 2, 3].map((lane) => (lane < lanes ? -1 : 0)));
  return v128.bitselect(x, f32x4.const(Number.NEGATIVE_INFINITY), isInside);
}

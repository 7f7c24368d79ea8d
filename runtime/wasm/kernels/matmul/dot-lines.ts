import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f32x4, i32, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { CELL, LANES, loadLanes, storeLanes, VECTOR } from "./lanes.ts";
import { multiplyAdd } from "./multiply-add.ts";

/** Vectors of each line in a round: with four lines eight sums, which hide the latency of an addition. */
const VECTORS = 2;

/** matrix, stride (bytes from line to line), vector, result, depth, accumulate (0: overwrite, 1: add to the result). */
export type DotParameters = readonly ["i32", "i32", "i32", "i32", "i32", "i32"];
const PARAMETERS: DotParameters = ["i32", "i32", "i32", "i32", "i32", "i32"];

/** The function that computes result[l] (+)= Σ_d matrix[l, d] vector[d] for 1 … 4 lines. */
export function dotLines(module: ModuleBuilder, lines: number): FunctionReference<DotParameters> {
  return module.function(
    `matmul dot ${lines}`,
    PARAMETERS,
    (f, matrix, stride, vector, result, depth, accumulate) => {
      const starts = [matrix];
      for (let line = 1; line < lines; line++) starts.push(f.local("i32", i32.add(starts.at(-1)!, stride)));
      const sums = starts.map(() => Array.from({ length: VECTORS }, () => f.local("v128")));
      const x = f.local("v128");
      const take = (v: number, load: (address: Local<"i32">, offset: number) => V128): void => {
        f.set(x, load(vector, VECTOR * v));
        starts.forEach((start, line) => {
          const sum = sums[line]![v]!;
          f.set(sum, multiplyAdd(module.target, x, load(start, VECTOR * v), sum));
        });
      };
      const advance = (bytes: number): void => {
        for (const address of [vector, ...starts]) f.increase(address, bytes);
      };
      f.while(
        () => i32.geS(depth, LANES * VECTORS),
        () => {
          for (let v = 0; v < VECTORS; v++) take(v, v128.load);
          advance(VECTOR * VECTORS);
          f.increase(depth, -LANES * VECTORS);
        },
      );
      f.while(
        () => i32.gtS(depth, 0),
        () => {
          take(0, v128.load32Zero);
          advance(CELL);
          f.increase(depth, -1);
        },
      );
      const totals = sums.map((parts) =>
        parts.reduce<V128>((total, part) => f32x4.add(total, part), f32x4.const(0)),
      );
      const sum = f.local("v128", sumLanes(f, totals));
      f.if(accumulate, () => f.set(sum, f32x4.add(sum, loadLanes(result, 0, lines))));
      f.do(...storeLanes(result, 0, sum, lines));
    },
  );
}

/** The sum of the lanes of vector l in lane l. */
function sumLanes(f: FunctionBuilder, vectors: readonly V128[]): V128 {
  const line = (l: number): V128 => f.local("v128", vectors[l] ?? f32x4.const(0));
  const [a, b, c, d] = [line(0), line(1), line(2), line(3)];
  const pair = (p: V128, q: V128) =>
    f.local("v128", f32x4.add(shuffle32(p, q, [0, 4, 1, 5]), shuffle32(p, q, [2, 6, 3, 7])));
  const [low, high] = [pair(a, b), pair(c, d)];
  return f32x4.add(shuffle32(low, high, [0, 1, 4, 5]), shuffle32(low, high, [2, 3, 6, 7]));
}

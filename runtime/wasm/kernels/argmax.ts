import { sizeOf } from "../../../compiler/program/nd-array.ts";
import type { Expression } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { f32, f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { forRuns, unitsOf } from "./for-runs.ts";
import { forVectors } from "./for-vectors.ts";
import { LANES, loadLanes } from "./matmul/lanes.ts";

/** Cells that one unit reads. */
const CELLS = 8192;
const LOWEST = Number.NEGATIVE_INFINITY;

/** The first place of the greatest number; NaN is never greater, and where nothing is, it is place 0. */
export const argmax: WasmKernelDefinition<"argmax"> = ({ inputs, outputs, attributes: { axis } }) => {
  const { shape } = inputs[0]!;
  const length = shape[axis]!;
  const inner = sizeOf(shape.slice(axis + 1));
  const runs = { items: sizeOf(outputs[0]!.shape), perUnit: Math.max(1, Math.floor(CELLS / length)) };
  return {
    phases: [
      {
        units: unitsOf(runs),
        build(context) {
          const {
            f,
            inputs: [x],
            outputs: [y],
          } = context;
          const place = inner === 1 ? placeInRow(f.module, length) : placeInColumn(f.module, length, inner);
          const cell = f.local("i32");
          forRuns(context, runs, (first, count) => {
            f.for(cell, first, i32.add(first, count), 1, () => {
              const row = i32.add(i32.mul(i32.divU(cell, inner), length * inner), i32.remU(cell, inner));
              const found = place.call(i32.add(x!, i32.shl(row, 2)));
              f.do(i32.store(i32.add(y!, i32.shl(cell, 2)), found));
            });
          });
        },
      },
    ],
  };
};

/** The function `(from) -> place` for cells side by side: the best of each lane, then the first of the best. */
function placeInRow(module: ModuleBuilder, length: number) {
  return module.valuedFunction(`argmax of ${length}`, ["i32"], "i32", (f, from) => {
    const best = f.local("v128", f32x4.const(LOWEST));
    const place = f.local("v128");
    const current = f.local("v128", i32x4.const(0, 1, 2, 3));
    const x = f.local("v128");
    const four = f.constant(i32x4.const(LANES));
    forVectors(f, length, [from], ([at], offset, lanes) => {
      f.set(x, loadLanes(at!, offset, lanes));
      if (lanes < LANES) {
        const isInside = i32x4.const(...[0, 1, 2, 3].map((lane) => (lane < lanes ? -1 : 0)));
        f.set(x, v128.bitselect(x, f32x4.const(LOWEST), isInside));
      }
      f.set(place, v128.bitselect(current, place, f32x4.gt(x, best)));
      f.set(best, f32x4.pmax(best, x));
      f.set(current, i32x4.add(current, four));
    });
    return firstOfBest(f, best, place);
  });
}

function firstOfBest(f: FunctionBuilder, best: Local<"v128">, place: Local<"v128">): Expression<"i32"> {
  const [a, b, c, d] = lanesOf((lane) => f32x4.extractLane(best, lane));
  const most = f32x4.splat(f32.max(f32.max(a, b), f32.max(c, d)));
  // Of the other lanes the place is -1: as an unsigned number, behind all.
  const places = f.local("v128", v128.or(place, f32x4.ne(best, most)));
  const [i, j, k, l] = lanesOf((lane) => f.local("i32", i32x4.extractLane(places, lane)));
  const lower = (p: Local<"i32">, q: Local<"i32">) => f.local("i32", i32.select(i32.ltU(p, q), p, q));
  return lower(lower(i, j), lower(k, l));
}

function lanesOf<T>(of: (lane: number) => T): readonly [T, T, T, T] {
  return [of(0), of(1), of(2), of(3)];
}

/** Likewise, for cells that are `stride` apart. */
function placeInColumn(module: ModuleBuilder, length: number, stride: number) {
  const key = `argmax of ${length}, ${stride} apart`;
  return module.valuedFunction(key, ["i32"], "i32", (f, from) => {
    const [at, index, place] = [f.local("i32", from), f.local("i32"), f.local("i32")];
    const [best, x] = [f.local("f32", LOWEST), f.local("f32")];
    f.for(index, 0, length, 1, () => {
      f.set(x, f32.load(at));
      f.if(f32.gt(x, best), () => {
        f.set(best, x);
        f.set(place, index);
      });
      f.increase(at, 4 * stride);
    });
    return place;
  });
}

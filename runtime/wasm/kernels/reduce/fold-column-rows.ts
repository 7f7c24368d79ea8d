import type { ScalarKernel } from "../../../../compiler/program/scalar-kernel.ts";
import { f32, f32x4, f64, f64x2, i32, memory, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { keyOf } from "../../key-of.ts";
import { type Combine, combiners } from "./combine.ts";
import { TermBuilder, type TermInput } from "./term.ts";

/**
 * The function `(address of each input, totals, cells)` that joins so many rows, one below the other, into a row of
 * f64: pairwise in f32, and what comes of that in f64.
 */
export function foldColumnRows(
  module: ModuleBuilder,
  combine: Combine,
  kernel: ScalarKernel,
  inputs: readonly TermInput[],
  rows: number,
) {
  const combiner = combiners[combine];
  const key = `${combine} of ${rows} rows of ${keyOf([kernel, inputs])}`;
  const parameters = new Array<"i32">(kernel.inputs + 2).fill("i32");
  return module.function(key, parameters, (f, ...given) => {
    const [total, left] = given.slice(-2) as [(typeof given)[number], (typeof given)[number]];
    const term = new TermBuilder(f, { kernel, inputs }, given.slice(0, -2), rows);
    const block = f.local("v128");
    const goOn = (cells: number) => {
      term.advance(cells);
      f.increase(total, 8 * cells);
      f.increase(left, -cells);
    };
    f.while(
      () => i32.geS(left, 4),
      () => {
        f.set(block, combiner.f32x4(term.vectors(rows)));
        const low = f64x2.promoteLowF32x4(block);
        const high = f64x2.promoteLowF32x4(shuffle32(block, block, [2, 3, 2, 3]));
        f.do(v128.store(total, combiner.f64x2(v128.load(total), low)));
        f.do(v128.store(total, combiner.f64x2(v128.load(total, 16), high), 16));
        goOn(4);
      },
    );
    f.while(
      () => i32.gtS(left, 0),
      () => {
        f.set(block, combiner.f32x4(term.vectors(rows, 1)));
        const cell = f64.promoteF32(f32x4.extractLane(block, 0));
        f.do(f64.store(total, combiner.f64(f64.load(total), cell)));
        goOn(1);
      },
    );
  });
}

/** The function `(totals, cells)` that makes a row of f64 what nothing comes to. */
export function startTotals(module: ModuleBuilder, combine: Combine) {
  const { start } = combiners[combine];
  return module.function(`start of ${combine}`, ["i32", "i32"], (f, totals, cells) => {
    if (start === 0) f.do(memory.fill(totals, 0, i32.shl(cells, 3)));
    else {
      const total = f.local("i32", totals);
      const left = f.local("i32");
      f.for(left, 0, cells, 1, () => {
        f.do(f64.store(total, start));
        f.increase(total, 8);
      });
    }
  });
}

/** The function `(totals, to, cells)` that rounds a row of f64 to f32. */
export function roundTotals(module: ModuleBuilder) {
  return module.function("round to f32", ["i32", "i32", "i32"], (f, totals, to, cells) => {
    const from = f.local("i32", totals);
    const at = f.local("i32", to);
    const left = f.local("i32", cells);
    f.while(
      () => i32.geS(left, 4),
      () => {
        const low = f32x4.demoteF64x2Zero(v128.load(from));
        const high = f32x4.demoteF64x2Zero(v128.load(from, 16));
        f.do(v128.store(at, shuffle32(low, high, [0, 1, 4, 5])));
        f.increase(from, 32);
        f.increase(at, 16);
        f.increase(left, -4);
      },
    );
    f.while(
      () => i32.gtS(left, 0),
      () => {
        f.do(f32.store(at, f32.demoteF64(f64.load(from))));
        f.increase(from, 8);
        f.increase(at, 4);
        f.increase(left, -1);
      },
    );
  });
}

import { sizeOf } from "../../../compiler/program/nd-array.ts";
import type { DType } from "../../../compiler/program/program.ts";
import type { I32, Statement, V128 } from "../assembler/expression.ts";
import { f32x4, i32, i32x4, v128 } from "../assembler/instructions.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import type { WasmKernelDefinition } from "../kernel.ts";
import { BLOCK } from "./blocks.ts";
import { forRuns, unitsOf } from "./for-runs.ts";

export const cast: WasmKernelDefinition<"cast"> = ({ inputs, outputs }) => {
  const runs = { items: sizeOf(inputs[0]!.shape), perUnit: BLOCK };
  const [from, to] = [inputs[0]!.dtype, outputs[0]!.dtype];
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
          forRuns(context, runs, (first, count) => {
            const [source, target] = [i32.mul(first, cells[from].bytes), i32.mul(first, cells[to].bytes)];
            f.do(castCells(f.module, from, to).call(i32.add(x!, source), i32.add(y!, target), count));
          });
        },
      },
    ],
  };
};

/** The function `(from, to, count)` that casts cells side by side. */
function castCells(module: ModuleBuilder, from: DType, to: DType) {
  return module.function(`cast ${from} to ${to}`, ["i32", "i32", "i32"], (f, source, target, count) => {
    const [x, y, left] = [f.local("i32", source), f.local("i32", target), f.local("i32", count)];
    const advance = (by: number): void => {
      f.increase(x, by * cells[from].bytes);
      f.increase(y, by * cells[to].bytes);
      f.increase(left, -by);
    };
    f.while(
      () => i32.geS(left, 4),
      () => {
        f.do(cells[to].store(y, conversions[from][to](cells[from].load(x))));
        advance(4);
      },
    );
    f.while(
      () => left,
      () => {
        f.do(cells[to].storeOne(y, conversions[from][to](cells[from].loadOne(x))));
        advance(1);
      },
    );
  });
}

interface Cells {
  readonly bytes: number;
  readonly load: (address: I32) => V128;
  readonly store: (address: I32, x: V128) => Statement;
  readonly loadOne: (address: I32) => V128;
  readonly storeOne: (address: I32, x: V128) => Statement;
}

const words: Cells = {
  bytes: 4,
  load: (address) => v128.load(address),
  store: (address, x) => v128.store(address, x),
  loadOne: (address) => v128.load32Zero(address),
  storeOne: (address, x) => v128.store32Lane(address, x, 0),
};

/** The lowest byte of each lane. */
const LOWEST_BYTES = [0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12];
/** Bytes 0 … 3, each with three of the second operand. */
const SPREAD = [0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 3, 16, 16, 16];

/** How a dtype's cells become four lanes of 32 bits and come back. */
const cells: { readonly [K in DType]: Cells } = {
  f32: words,
  i32: words,
  bool: {
    bytes: 1,
    load: (address) => v128.shuffle(v128.load32Zero(address), i32x4.const(0), SPREAD),
    store: (address, x) => v128.store32Lane(address, v128.shuffle(x, x, LOWEST_BYTES), 0),
    loadOne: (address) => i32x4.splat(i32.load8u(address)),
    storeOne: (address, x) => i32.store8(address, i32x4.extractLane(x, 0)),
  },
};

const same = (x: V128): V128 => x;
const oneWhere = (mask: V128): V128 => v128.and(mask, i32x4.const(1));

/** Of four lanes. A number beyond the range of i32 becomes its end, NaN 0. */
const conversions: { readonly [F in DType]: { readonly [T in DType]: (x: V128) => V128 } } = {
  f32: {
    f32: same,
    i32: i32x4.truncSatF32x4S,
    bool: (x) => oneWhere(f32x4.ne(x, f32x4.const(0))),
  },
  i32: {
    f32: f32x4.convertI32x4S,
    i32: same,
    bool: (x) => oneWhere(i32x4.ne(x, i32x4.const(0))),
  },
  bool: { f32: f32x4.convertI32x4S, i32: same, bool: same },
};

import type { Expression, I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { WasmKernel } from "../../kernel.ts";
import { addBlock } from "./add-block.ts";
import { addCells } from "./add-cells.ts";
import { dotLines } from "./dot-lines.ts";
import { CELL, LANES } from "./lanes.ts";
import type { Order } from "./multiply-tile.ts";
import { least } from "./panels.ts";
import { isSummed, sumDepths } from "./sum-depths.ts";

/** A matrix of so many lines, each multiplied by the vector. */
export interface VectorProduct {
  readonly batches: number;
  readonly lines: number;
  readonly depth: number;
  /** Of the matrix. */
  readonly order: Order;
  /** Which input is the matrix. */
  readonly matrix: 0 | 1;
}

/** Lines of a unit; two lines of memory of the result. */
const LINES = 32;
/** Depths whose sum is made before it is added to the total, so that long sums stay accurate. */
const DEPTH = 512;

/**
 * Products of matrices and vectors, a batch of them. They do two operations a cell and live by the speed of memory, so
 * nothing is packed and the matrix is read once, from first to last.
 */
export function multiplyVector(product: VectorProduct): WasmKernel {
  if (isSummed(product)) return sumDepths(product);
  const { batches, lines, depth, order, matrix } = product;
  const units = Math.ceil(lines / LINES);
  return {
    scratch: order === "depths" && depth > DEPTH ? CELL * lines : 0,
    phases: [
      {
        units: batches * units,
        build({ f, inputs, outputs, scratch, begin, end }) {
          const [unit, batch, from, to] = [
            f.local("i32", begin),
            f.local("i32"),
            f.local("i32"),
            f.local("i32"),
          ];
          const [matrixAt, vectorAt, resultAt] = [f.local("i32"), f.local("i32"), f.local("i32")];
          // The units of one matrix at once: its lines from..to.
          f.while(
            () => i32.ltS(unit, end),
            () => {
              f.set(batch, i32.divU(unit, units));
              f.set(from, i32.mul(i32.remU(unit, units), LINES));
              f.set(to, least(i32.add(from, i32.mul(i32.sub(end, unit), LINES)), lines));
              f.set(matrixAt, i32.add(inputs[matrix]!, i32.mul(batch, CELL * lines * depth)));
              f.set(vectorAt, i32.add(inputs[1 - matrix]!, i32.mul(batch, CELL * depth)));
              f.set(resultAt, cell(outputs[0]!, i32.add(i32.mul(batch, lines), from)));
              const run = { matrixAt, vectorAt, resultAt, from, to };
              if (order === "lines") dotRun(f, product, run);
              else addRun(f, product, run, scratch);
              f.set(unit, i32.mul(i32.add(batch, 1), units));
            },
          );
        },
      },
    ],
  };
}

/** Lines `from` up to `to` of one matrix; the result's address is that of its cell `from`. */
interface LineRun {
  readonly matrixAt: Local<"i32">;
  readonly vectorAt: Local<"i32">;
  readonly resultAt: Local<"i32">;
  readonly from: Local<"i32">;
  readonly to: Local<"i32">;
}

function dotRun(f: FunctionBuilder, { lines, depth }: VectorProduct, run: LineRun): void {
  const { matrixAt, vectorAt, resultAt, from, to } = run;
  const start = f.local("i32");
  const line = f.local("i32", from);
  f.increase(matrixAt, i32.mul(from, CELL * depth));
  const dot = (count: number): void => {
    f.for(start, 0, depth, DEPTH, () => {
      const steps = least(i32.sub(depth, start), DEPTH);
      const first = cell(matrixAt, start);
      f.do(
        dotLines(f.module, count).call(first, CELL * depth, cell(vectorAt, start), resultAt, steps, start),
      );
    });
    f.increase(matrixAt, CELL * depth * count);
    f.increase(resultAt, CELL * count);
  };
  f.for(line, line, i32.sub(to, LANES - 1), LANES, () => dot(LANES));
  if (lines % LANES > 0) f.if(i32.ltS(line, to), () => dot(lines % LANES));
}

function addRun(
  f: FunctionBuilder,
  { lines, depth }: VectorProduct,
  run: LineRun,
  scratch: Local<"i32">,
): void {
  const { matrixAt, vectorAt, resultAt, from, to } = run;
  const [start, steps, target] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const cells = f.local("i32", i32.sub(to, from));
  f.set(matrixAt, cell(matrixAt, from));
  f.for(start, 0, depth, DEPTH, () => {
    f.set(steps, least(i32.sub(depth, start), DEPTH));
    f.set(target, depth > DEPTH ? i32.select(start, scratch, resultAt) : resultAt);
    addBlock(f, lines, depth, { matrixAt, vectorAt, target, cells, steps });
    if (depth > DEPTH) f.if(start, () => f.do(addCells(f.module).call(scratch, resultAt, cells)));
  });
}

function cell(base: Expression<"i32">, index: I32): Expression<"i32"> {
  return i32.add(base, i32.mul(index, CELL));
}

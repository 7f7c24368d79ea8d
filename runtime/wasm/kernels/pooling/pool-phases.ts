import type { Expression, I32, Statement, V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f32x4, i32, memory } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import type { Phase } from "../../kernel.ts";
import { CELL, loadLanes, storeLanes } from "../matmul/lanes.ts";
import { covers, overlaps, type PoolShape } from "./pool-shape.ts";

/** What there is to do one line of windows with: the tensors' addresses. */
export interface PoolLine {
  readonly f: FunctionBuilder;
  readonly inputs: readonly Local<"i32">[];
  readonly output: Local<"i32">;
  readonly line: Local<"i32">;
}

/** Gives a cell of the image what a window has for it. */
export type Put = (address: I32, offset: number, x: V128, lanes: number) => Statement[];

/** A pool whose output is the pooled image: a line of windows is a unit. */
export function gatherPhase(name: string, shape: PoolShape, build: (line: PoolLine) => void): Phase {
  return {
    units: shape.batch * shape.rows,
    build({ f, inputs, outputs, begin, end }) {
      const poolLine = lineFunction(f.module, name, shape, inputs.length, build);
      const line = f.local("i32");
      f.for(line, begin, end, 1, () => f.do(poolLine.call(...inputs, outputs[0]!, line)));
    },
  };
}

/**
 * A pool's gradient, whose output is the image. Where windows overlap an image is a unit, and its cells are added to;
 * elsewhere a line of windows is one, and writes each of its cells once. Cells of no window are 0.
 */
export function spreadPhase(
  name: string,
  shape: PoolShape,
  build: (line: PoolLine, put: Put) => void,
): Phase {
  const { batch, width, channels, rows } = shape;
  const rowBytes = CELL * width * channels;
  const linesOfUnit = overlaps(shape) ? rows : 1;
  const put = overlaps(shape) ? addLanes : storeLanes;
  return {
    units: (batch * rows) / linesOfUnit,
    build({ f, inputs, outputs, begin, end }) {
      const spreadLine = lineFunction(f.module, name, shape, inputs.length, (line) => build(line, put));
      const [unit, line, behind] = [f.local("i32"), f.local("i32"), f.local("i32")];
      const [firstRow, rowBehind] = [f.local("i32"), f.local("i32")];
      f.for(unit, begin, end, 1, () => {
        f.set(line, i32.mul(unit, linesOfUnit));
        f.set(behind, i32.add(line, linesOfUnit));
        if (overlaps(shape) || !covers(shape)) {
          f.set(firstRow, rowOfLine(shape, line));
          f.set(rowBehind, rowOfLine(shape, behind));
          const to = i32.add(outputs[0]!, i32.mul(firstRow, rowBytes));
          f.do(memory.fill(to, 0, i32.mul(i32.sub(rowBehind, firstRow), rowBytes)));
        }
        f.for(line, line, behind, 1, () => f.do(spreadLine.call(...inputs, outputs[0]!, line)));
      });
    },
  };
}

function addLanes(address: I32, offset: number, x: V128, lanes: number): Statement[] {
  return storeLanes(address, offset, f32x4.add(loadLanes(address, offset, lanes), x), lanes);
}

/** The row, counted over the batch, from which on cells are a line's: those above belong to the line before. */
function rowOfLine({ rows, height, strides, before }: PoolShape, line: Local<"i32">): Expression<"i32"> {
  const top = i32.sub(i32.mul(i32.remU(line, rows), strides[0]), before[0]);
  return i32.add(i32.mul(i32.divU(line, rows), height), i32.select(i32.gtS(top, 0), top, 0));
}

/** A function of its own, called for each line, so that the engine's optimized code is soon in use. */
function lineFunction(
  module: ModuleBuilder,
  name: string,
  shape: PoolShape,
  inputs: number,
  build: (line: PoolLine) => void,
): FunctionReference<readonly "i32"[]> {
  const parameters: readonly "i32"[] = new Array<"i32">(inputs + 2).fill("i32");
  return module.function(`${name} ${JSON.stringify(shape)}`, parameters, (f, ...given) => {
    build({ f, inputs: given.slice(0, inputs), output: given[inputs]!, line: given[inputs + 1]! });
  });
}

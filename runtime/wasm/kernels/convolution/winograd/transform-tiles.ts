import type { V128 } from "../../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../../assembler/function-builder.ts";
import { f32x4, i32, v128 } from "../../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../../assembler/module-builder.ts";
import type { Matrix } from "./matrices.ts";

/** Bytes from one cell of a tile to the one below it, the one beside it, and to the next tile's. */
export interface TileLayout {
  readonly row: number;
  readonly column: number;
  readonly next: number;
}

export interface Transform {
  /** M */
  readonly matrix: Matrix;
  readonly from: TileLayout;
  readonly to: TileLayout;
  /** How many tiles lie beside each other, four to a vector. */
  readonly vectors: number;
}

/** The function that makes M d Mᵀ of tiles d. Parameters: from, to. */
export function transformTiles(
  module: ModuleBuilder,
  transform: Transform,
): FunctionReference<readonly ["i32", "i32"]> {
  const { matrix, from, to, vectors } = transform;
  return module.function(`winograd ${JSON.stringify(transform)}`, ["i32", "i32"], (f, source, target) => {
    const side = matrix[0]!.length;
    const end = f.local("i32", i32.add(source, from.next * vectors));
    f.doWhile(
      () => i32.ltU(source, end),
      () => {
        const columns = Array.from({ length: side }, (_, j) => {
          const cells = Array.from({ length: side }, (_, i) =>
            f.local("v128", v128.load(source, from.row * i + from.column * j)),
          );
          return multiply(f, matrix, cells);
        });
        matrix.forEach((_, i) => {
          const row = columns.map((column) => column[i]!);
          multiply(f, matrix, row).forEach((cell, j) => {
            f.do(v128.store(target, cell, to.row * i + to.column * j));
          });
        });
        f.increase(source, from.next);
        f.increase(target, to.next);
      },
    );
  });
}

/** The matrix times a column of vectors. */
function multiply(f: FunctionBuilder, matrix: Matrix, column: readonly Local<"v128">[]): Local<"v128">[] {
  return matrix.map((row) => {
    const terms = row.flatMap((factor, k) => (factor === 0 ? [] : [{ factor, cell: column[k]! }]));
    // A sum begins with a term that is added, where there is one.
    terms.sort((a, b) => Number(a.factor < 0) - Number(b.factor < 0));
    const sum = terms.reduce<V128 | undefined>((before, { factor, cell }) => {
      const size = Math.abs(factor);
      const term = size === 1 ? cell : f32x4.mul(cell, f32x4.const(size));
      if (before === undefined) return factor < 0 ? f32x4.neg(term) : term;
      return factor < 0 ? f32x4.sub(before, term) : f32x4.add(before, term);
    }, undefined);
    return f.local("v128", sum ?? f32x4.const(0));
  });
}

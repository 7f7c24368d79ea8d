import type { V128 } from "../../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../../assembler/function-builder.ts";
import { f32x4, i32, v128 } from "../../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder, Target } from "../../../assembler/module-builder.ts";
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
    // Neighbours are loaded and stored side by side, which is how an engine finds that it may join them.
    const besides = Array.from({ length: vectorsOfRound(module.target, vectors) }, (_, beside) => beside);
    f.doWhile(
      () => i32.ltU(source, end),
      () => {
        const load = (offset: number): Cell =>
          besides.map((beside) => f.local("v128", v128.load(source, offset + from.next * beside)));
        const store = (cell: Cell, offset: number): void => {
          for (const beside of besides) f.do(v128.store(target, cell[beside]!, offset + to.next * beside));
        };
        const columns = Array.from({ length: side }, (_, j) => {
          const cells = Array.from({ length: side }, (_, i) => load(from.row * i + from.column * j));
          return multiply(f, matrix, cells);
        });
        matrix.forEach((_, i) => {
          const row = columns.map((column) => column[i]!);
          multiply(f, matrix, row).forEach((cell, j) => {
            store(cell, to.row * i + to.column * j);
          });
        });
        f.increase(source, from.next * besides.length);
        f.increase(target, to.next * besides.length);
      },
    );
  });
}

/** A place of tiles that are done at once: a vector of each four. */
type Cell = readonly Local<"v128">[];

/** Two where registers hold two vectors. */
function vectorsOfRound({ wideVectors }: Target, vectors: number): number {
  return wideVectors && vectors % 2 === 0 ? 2 : 1;
}

/** The matrix times a column of cells. */
function multiply(f: FunctionBuilder, matrix: Matrix, column: readonly Cell[]): Cell[] {
  return matrix.map((row) =>
    column[0]!.map((_, beside) =>
      weighted(
        f,
        row,
        column.map((cell) => cell[beside]!),
      ),
    ),
  );
}

/** The sum of the vectors, each times its factor. */
function weighted(f: FunctionBuilder, row: readonly number[], column: Cell): Local<"v128"> {
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
}

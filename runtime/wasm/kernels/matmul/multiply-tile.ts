/**
 * The micro kernel of matrix products: a tile of the result whose sums stay in registers while the depth goes by.
 * After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).
 */
import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local, Parameters } from "../../assembler/function-builder.ts";
import { f32x4, i32, v128 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { forGroups } from "./for-groups.ts";
import { CELL, LANES, loadLanes, storeLanes, VECTOR } from "./lanes.ts";
import { multiplyAdd } from "./multiply-add.ts";
import { columnsThatFit } from "./tile-size.ts";

/**
 * How an operand lies in memory: consecutive cells belong to one line (a row of the left side, a column of the right
 * one) or to one depth. A packed panel is of order `depths`.
 */
export type Order = "lines" | "depths";

export interface Tile {
  /** 1 … `tileRows(target)`, or those of another `tileFor`. */
  readonly rows: number;
  /** Those that are stored, from 1 on. The right side is read in whole vectors. */
  readonly columns: number;
  /** Of the left side. */
  readonly order: Order;
  /** Whether it notes what is not finite. */
  readonly isWatched?: boolean;
}

/**
 * left, leftStride (bytes from one row to the next, or from one depth), right, rightStride (bytes from one depth to the next),
 * result, resultStride (bytes from row to row), depth (0 or more), accumulate (0: overwrite, 1: add to the result), note
 * (where a watched tile notes what is not finite: two vectors whose bits stay 0 while all is; 0 for others).
 */
export type TileParameters = readonly ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"];
const PARAMETERS: TileParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"];

/** Where the columns are packed to, then a tile's. */
export type PackingTileParameters = readonly ["i32", ...TileParameters];

/** Vectors in which a tile takes its note: two, which an engine that joins vectors can join (decision 13). */
const VECTORS_OF_NOTE = 2;
/** A cache line, so that threads do not take notes in the same one. */
export const BYTES_OF_NOTE = 64;

/** Steps of the depth between two branches. */
const UNROLLED = 4;

/** The function that computes result[r, c] (+)= Σ_d left[r, d] right[d, c] over a tile, d ascending. */
export function multiplyTile(module: ModuleBuilder, tile: Tile): FunctionReference<TileParameters> {
  return module.function(keyOf(tile), PARAMETERS, (f, ...given) => {
    const whole = columnsThatFit(module.target, tile);
    if (whole === tile.columns) return buildTile(f, tile, given);
    const [left, leftStride, right, rightStride, result, resultStride, depth, accumulate, note] = given;
    const part = (first: number, columns: number): void => {
      const [from, to] = [i32.add(right, CELL * first), i32.add(result, CELL * first)];
      const { call } = multiplyTile(module, { ...tile, columns });
      f.do(call(left, leftStride, from, rightStride, to, resultStride, depth, accumulate, note));
    };
    part(0, whole);
    part(whole, tile.columns - whole);
  });
}

/**
 * The same, and it packs the right side that it reads into a panel, `width` cells a depth, for the tiles of the other rows: loads
 * that miss the caches, and the stores, hide behind the multiply-adds. Its columns are whole vectors.
 */
export function multiplyAndPackTile(
  module: ModuleBuilder,
  tile: Tile,
  width: number,
): FunctionReference<PackingTileParameters> {
  const key = `${keyOf(tile)} packing ${width}`;
  return module.function(key, ["i32", ...PARAMETERS] as const, (f, panel, ...own) =>
    buildTile(f, tile, own, { panel, width }),
  );
}

function keyOf({ rows, columns, order, isWatched = false }: Tile): string {
  return `matmul tile ${rows}x${columns} ${order}${isWatched ? " watched" : ""}`;
}

function buildTile(
  f: FunctionBuilder,
  { rows, columns, order, isWatched = false }: Tile,
  parameters: Parameters<TileParameters>,
  packed?: { readonly panel: Local<"i32">; readonly width: number },
): void {
  const [left, leftStride, right, rightStride, result, resultStride, depth, accumulate, note] = parameters;
  const vectors = Math.ceil(columns / LANES);
  const sums = Array.from({ length: rows }, () =>
    Array.from({ length: vectors }, () => f.local("v128", f32x4.const(0))),
  );
  const rights = Array.from({ length: vectors }, () => f.local("v128"));
  const spread = f.local("v128");
  const starts = order === "lines" ? rowStarts(f, left, leftStride, rows) : [];
  const step = (u: number): void => {
    rights.forEach((vector, v) => {
      f.set(vector, v128.load(right, VECTOR * v));
    });
    if (packed !== undefined)
      rights.forEach((vector, v) => {
        f.do(v128.store(packed.panel, vector, CELL * packed.width * u + VECTOR * v));
      });
    sums.forEach((row, r) => {
      const start = starts[r];
      f.set(
        spread,
        start === undefined ? v128.load32Splat(left, CELL * r) : v128.load32Splat(start, CELL * u),
      );
      row.forEach((sum, v) => {
        f.set(sum, multiplyAdd(f.module.target, spread, rights[v]!, sum));
      });
    });
    f.increase(right, rightStride);
    if (order === "depths") f.increase(left, leftStride);
  };
  forGroups(f, depth, UNROLLED, (count) => {
    for (let u = 0; u < count; u++) step(u);
    for (const start of starts) f.increase(start, CELL * count);
    if (packed !== undefined) f.increase(packed.panel, CELL * packed.width * count);
  });
  const notes = isWatched
    ? rights.slice(0, VECTORS_OF_NOTE).map((_, v) => f.local("v128", v128.load(note, VECTOR * v)))
    : [];
  for (const row of sums) {
    f.if(accumulate, () => {
      row.forEach((sum, v) => {
        const lanes = Math.min(LANES, columns - LANES * v);
        f.set(sum, f32x4.add(loadLanes(result, VECTOR * v, lanes), sum));
      });
    });
    row.forEach((sum, v) => {
      f.do(...storeLanes(result, VECTOR * v, sum, Math.min(LANES, columns - LANES * v)));
    });
    // x - x is 0 where x is finite and NaN elsewhere. Lanes beyond the columns are so only together with others of their row.
    row.forEach((sum, v) => {
      const taken = notes[v % VECTORS_OF_NOTE];
      if (taken !== undefined) f.set(taken, v128.or(taken, f32x4.sub(sum, sum)));
    });
    f.increase(result, resultStride);
  }
  notes.forEach((taken, v) => {
    f.do(v128.store(note, taken, VECTOR * v));
  });
}

/** The addresses where the rows begin. */
function rowStarts(f: FunctionBuilder, first: Local<"i32">, stride: I32, rows: number): Local<"i32">[] {
  const starts: Local<"i32">[] = [];
  for (let r = 0; r < rows; r++)
    starts.push(f.local("i32", r === 0 ? first : i32.add(starts[r - 1]!, stride)));
  return starts;
}

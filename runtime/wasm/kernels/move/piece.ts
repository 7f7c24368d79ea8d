import { type Axis, type Box, cutAxis, type Stretch } from "./box.ts";

/** What one piece of code does to the innermost axes of a box. */
export type Piece =
  | { readonly kind: RowKind; readonly axis: Axis }
  | { readonly kind: "transpose"; readonly down: Axis; readonly across: Axis };

/** `step` is cell by cell with any strides; `zeros` reads nothing. */
export type RowKind = "copy" | "fill" | "reverse" | "step" | "zeros";

/** A box whose other axes are loops around a piece. */
export interface PiecedBox {
  readonly piece: Piece;
  /** Largest steps of the output first. */
  readonly outer: readonly Axis[];
  readonly from: number;
  readonly to: number;
}

/** Cells of a row at most, so that threads can share a long one. */
const ROW = 4096;
/** Of a tile that is transposed: what is read is whole lines of the cache, and what is written stays in it. */
const DOWN = 256;
const ACROSS = 16;

const single: Axis = { size: 1, from: 1, to: 1 };

/** Cuts a box into boxes of the fastest piece for it. */
export function intoPieces(
  { axes, ...start }: Box,
  cellBytes: number,
  isZeros = false,
): readonly PiecedBox[] {
  const long = axes.filter(({ size }) => size > 1).toSorted((a, b) => b.to - a.to);
  const last = long.at(-1) ?? single;
  const across = long.find(({ from, to }) => from === 1 && to !== 1);
  if (last.to === 1 && last.from > 1 && across !== undefined && cellBytes === 4 && !isZeros) {
    const outer = long.filter((axis) => axis !== last && axis !== across);
    return cutAxis(last, DOWN).flatMap((down) =>
      cutAxis(across, ACROSS).map((right) => {
        const piece = { kind: "transpose" as const, down: down.axis, across: right.axis };
        return around(piece, outer, moved(moved(start, last, down), across, right), [down, right]);
      }),
    );
  }
  const kind = isZeros ? "zeros" : rowKind(last, cellBytes);
  return cutAxis(last, ROW).map((stretch) =>
    around({ kind, axis: stretch.axis }, long.slice(0, -1), moved(start, last, stretch), [stretch]),
  );
}

function rowKind({ from, to }: Axis, cellBytes: number): RowKind {
  if (to !== 1) return "step";
  if (from === 1) return "copy";
  if (from === 0) return "fill";
  return from === -1 && cellBytes === 4 ? "reverse" : "step";
}

interface Start {
  readonly from: number;
  readonly to: number;
}

function moved(start: Start, axis: Axis, stretch: Stretch): Start {
  return { from: start.from + stretch.start * axis.from, to: start.to + stretch.start * axis.to };
}

function around(
  piece: Piece,
  outer: readonly Axis[],
  start: Start,
  stretches: readonly Stretch[],
): PiecedBox {
  const axes = [...outer, ...stretches.flatMap((stretch) => stretch.outer)];
  return { piece, outer: axes.toSorted((a, b) => b.to - a.to), ...start };
}

import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { Axis } from "./box.ts";
import { copyBytes } from "./copy-bytes.ts";
import { fillCells, fillZeros } from "./fill-cells.ts";
import type { Piece, RowKind } from "./piece.ts";
import { transposeTile } from "./transpose-tile.ts";

type Pointer = Local<"i32">;

/** Emits what moves the cells of a piece from one address to another. Leaves both as they are. */
export function emitPiece(f: FunctionBuilder, piece: Piece, from: Pointer, to: Pointer, bytes: number): void {
  if (piece.kind === "transpose") f.do(transposeTile(f.module, piece.down, piece.across).call(from, to));
  else emitRow[piece.kind](f, piece.axis, from, to, bytes);
}

const emitRow: {
  readonly [K in RowKind]: (
    f: FunctionBuilder,
    axis: Axis,
    from: Pointer,
    to: Pointer,
    bytes: number,
  ) => void;
} = {
  copy: (f, { size }, from, to, bytes) => copyBytes(f, to, from, size * bytes),
  fill: (f, { size }, from, to, bytes) => fillCells(f, to, from, size, bytes),
  zeros: (f, { size }, _from, to, bytes) => fillZeros(f, to, size * bytes),
  reverse,
  step,
};

function reverse(f: FunctionBuilder, { size }: Axis, from: Pointer, to: Pointer): void {
  const at = f.local("i32", i32.sub(from, 12));
  const target = f.local("i32", to);
  if (size >= 4) {
    const left = f.local("i32", size >> 2);
    const vector = f.local("v128");
    f.doWhile(
      () => left,
      () => {
        f.set(vector, v128.load(at));
        f.do(v128.store(target, shuffle32(vector, vector, [3, 2, 1, 0])));
        f.increase(at, -16);
        f.increase(target, 16);
        f.increase(left, -1);
      },
    );
  }
  for (let c = 0; c < size % 4; c++) f.do(i32.store(target, i32.load(at, 12 - 4 * c), 4 * c));
}

function step(f: FunctionBuilder, { size, ...axis }: Axis, from: Pointer, to: Pointer, bytes: number): void {
  const at = f.local("i32", from);
  const target = f.local("i32", to);
  const left = f.local("i32", size);
  f.doWhile(
    () => left,
    () => {
      f.do(bytes === 4 ? i32.store(target, i32.load(at)) : i32.store8(target, i32.load8u(at)));
      f.increase(at, axis.from * bytes);
      f.increase(target, axis.to * bytes);
      f.increase(left, -1);
    },
  );
}

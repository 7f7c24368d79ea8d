import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { type Axis, cellsOf } from "./box.ts";
import { emitPiece } from "./emit-piece.ts";
import type { Piece, PiecedBox } from "./piece.ts";

/** Cells of one unit. */
const CELLS = 16_384;

/** A box's loops shared out: a unit is one index of `lead` and so many of `shared`, with all `inside` of each. */
interface Shares {
  readonly lead: readonly Axis[];
  readonly shared: Axis;
  readonly ofUnit: number;
  readonly inside: readonly Axis[];
}

/** The units of a box, and what emits one: unit number, and addresses of where the cells are and go. */
export interface BoxUnits {
  readonly units: number;
  readonly emit: (f: FunctionBuilder, unit: Local<"i32">, input: I32, output: I32) => void;
}

export function moveBox(box: PiecedBox, bytes: number): BoxUnits {
  const { lead, shared, ofUnit, inside } = share(box);
  const shares = Math.ceil(shared.size / ofUnit);
  return {
    units: cellsOf(lead) * shares,
    emit(f, unit, input, output) {
      const index = f.local("i32", i32.mul(i32.remU(unit, shares), ofUnit));
      const from = f.local(
        "i32",
        i32.add(i32.add(input, box.from * bytes), i32.mul(index, shared.from * bytes)),
      );
      const to = f.local("i32", i32.add(i32.add(output, box.to * bytes), i32.mul(index, shared.to * bytes)));
      const rest = f.local("i32", i32.divU(unit, shares));
      for (const axis of lead.toReversed()) {
        f.increase(from, i32.mul(i32.remU(rest, axis.size), axis.from * bytes));
        f.increase(to, i32.mul(i32.remU(rest, axis.size), axis.to * bytes));
        f.set(rest, i32.divU(rest, axis.size));
      }
      const left = i32.sub(shared.size, index);
      const count = i32.select(i32.ltS(left, ofUnit), left, ofUnit);
      f.do(moveUnit(f.module, [shared, ...inside], box.piece, bytes).call(from, to, count));
    },
  };
}

function share({ piece, outer }: PiecedBox): Shares {
  let cells = cellsOf(piece.kind === "transpose" ? [piece.down, piece.across] : [piece.axis]);
  let first = outer.length;
  while (first > 0 && cells * outer[first - 1]!.size <= CELLS) cells *= outer[--first]!.size;
  const inside = outer.slice(first);
  const shared = outer[first - 1] ?? { size: 1, from: 0, to: 0 };
  return {
    lead: outer.slice(0, Math.max(0, first - 1)),
    shared,
    ofUnit: Math.max(1, Math.floor(CELLS / cells)),
    inside,
  };
}

/** The function `(from, to, count)` that moves so many indices of the first axis with all of the others. */
function moveUnit(module: ModuleBuilder, axes: readonly Axis[], piece: Piece, bytes: number) {
  const key = `move ${JSON.stringify([axes, piece, bytes])}`;
  return module.function(key, ["i32", "i32", "i32"], (f, first, firstTo, count) => {
    const from = f.local("i32", first);
    const to = f.local("i32", firstTo);
    const along = (axis: number): void => {
      if (axis === axes.length) {
        emitPiece(f, piece, from, to, bytes);
        return;
      }
      const { size, from: step, to: stride } = axes[axis]!;
      const left = f.local("i32", axis === 0 ? count : size);
      f.doWhile(
        () => left,
        () => {
          along(axis + 1);
          f.increase(from, step * bytes);
          f.increase(to, stride * bytes);
          f.increase(left, -1);
        },
      );
      if (axis > 0) {
        f.increase(from, -size * step * bytes);
        f.increase(to, -size * stride * bytes);
      }
    };
    along(0);
  });
}

/** Copies a few lines of an operand so that the tile's loop reads them from first to last. */
import type { V128 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { f32x4, i32, shuffle32, v128 } from "../../assembler/instructions.ts";
import type { FunctionReference, ModuleBuilder } from "../../assembler/module-builder.ts";
import { forGroups } from "./for-groups.ts";
import { CELL, LANES, loadLanes, storeLanes, VECTOR } from "./lanes.ts";
import type { Order } from "./multiply-tile.ts";

export interface Panel {
  /** 1 … 32: rows of the left side, columns of the right one. */
  readonly lines: number;
  /** Cells from one depth to the next in the panel, `lines` or more; those that are no line's hold 0 in the right side. */
  readonly width: number;
  /** Of the source. */
  readonly order: Order;
}

/** source, stride (bytes from one line or depth of the source to the next), panel, depth. */
export type PackParameters = readonly ["i32", "i32", "i32", "i32"];
const PARAMETERS: PackParameters = ["i32", "i32", "i32", "i32"];

export function packPanel(module: ModuleBuilder, panel: Panel): FunctionReference<PackParameters> {
  const { lines, width, order } = panel;
  const key = `matmul pack ${lines} in ${width} ${order}`;
  return module.function(key, PARAMETERS, order === "depths" ? copyDepths(panel) : transposeLines(panel));
}

type Build = (
  f: FunctionBuilder,
  source: Local<"i32">,
  stride: Local<"i32">,
  panel: Local<"i32">,
  depth: Local<"i32">,
) => void;

/** How many lanes of a vector belong to the panel. */
function storedLanes(width: number, v: number): number {
  return Math.min(LANES, width - LANES * v);
}

/** The lanes that each vector of a depth's lines has. */
function lanesOf(lines: number): number[] {
  return Array.from({ length: Math.ceil(lines / LANES) }, (_, v) => Math.min(LANES, lines - LANES * v));
}

function copyDepths({ lines, width }: Panel): Build {
  return (f, source, stride, panel, depth) => {
    forGroups(f, depth, 4, (steps) => {
      for (let step = 0; step < steps; step++) {
        lanesOf(lines).forEach((lanes, v) => {
          const x = loadLanes(source, VECTOR * v, lanes);
          f.do(...storeLanes(panel, CELL * width * step + VECTOR * v, x, storedLanes(width, v)));
        });
        f.increase(source, stride);
      }
      f.increase(panel, CELL * width * steps);
    });
  };
}

function transposeLines({ lines, width }: Panel): Build {
  return (f, source, stride, panel, depth) => {
    const starts: Local<"i32">[] = [];
    for (let line = 0; line < lines; line++)
      starts.push(f.local("i32", line === 0 ? source : i32.add(starts[line - 1]!, stride)));
    const rows = Array.from({ length: LANES }, () => f.local("v128"));
    forGroups(f, depth, LANES, (steps) => {
      const groups = lanesOf(lines).map((lanes, v) => {
        rows.forEach((row, lane) => {
          const start = starts[LANES * v + lane];
          if (lane >= lanes || start === undefined) f.set(row, f32x4.const(0));
          else f.set(row, steps === 1 ? v128.load32Zero(start) : v128.load(start));
        });
        return transpose(f, rows, steps);
      });
      for (let step = 0; step < steps; step++) {
        groups.forEach((columns, v) => {
          const offset = CELL * width * step + VECTOR * v;
          f.do(...storeLanes(panel, offset, columns[step]!, storedLanes(width, v)));
        });
      }
      for (const start of starts) f.increase(start, CELL * steps);
      f.increase(panel, CELL * width * steps);
    });
  };
}

/** The first `columns` columns of four rows of four. */
function transpose(f: FunctionBuilder, rows: readonly V128[], columns: number): V128[] {
  const [a, b, c, d] = rows as [V128, V128, V128, V128];
  const low = [
    f.local("v128", shuffle32(a, b, [0, 4, 1, 5])),
    f.local("v128", shuffle32(c, d, [0, 4, 1, 5])),
  ] as const;
  const first = shuffle32(low[0], low[1], [0, 1, 4, 5]);
  if (columns === 1) return [first];
  const high = [
    f.local("v128", shuffle32(a, b, [2, 6, 3, 7])),
    f.local("v128", shuffle32(c, d, [2, 6, 3, 7])),
  ] as const;
  return [
    first,
    shuffle32(low[0], low[1], [2, 3, 6, 7]),
    shuffle32(high[0], high[1], [0, 1, 4, 5]),
    shuffle32(high[0], high[1], [2, 3, 6, 7]),
  ];
}

/** The rows or the columns of a product cut into panels, those of one tile after the other. */
import type { Expression, I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";

/** Consecutive panels of one size; the groups follow each other, and there are one or two. */
export type Panels = readonly { readonly size: number; readonly count: number }[];

/** Panels `from` up to `to`, without `to`. */
export interface Run {
  readonly from: Local<"i32">;
  readonly to: Local<"i32">;
}

/** As few panels as can be of `most` or fewer, as equal as can be: 128 by 6 is 18 of 6 and 4 of 5, with no slow rest of 2. */
export function equalPanels(length: number, most: number): Panels {
  const count = Math.ceil(length / most);
  const size = Math.floor(length / count);
  const longer = length - size * count;
  return groups([
    { size: size + 1, count: longer },
    { size, count: count - longer },
  ]);
}

/** Panels of `size`, the last one narrower where that leaves a rest. */
export function wholePanels(length: number, size: number): Panels {
  const rest = length % size;
  return groups([
    { size, count: Math.floor(length / size) },
    { size: rest, count: rest === 0 ? 0 : 1 },
  ]);
}

function groups(given: Panels): Panels {
  return given.filter(({ count }) => count > 0);
}

export function countPanels(panels: Panels): number {
  return panels.reduce((sum, { count }) => sum + count, 0);
}

/** The row or column with which a panel begins. */
export function startOfPanel(panels: Panels, panel: Local<"i32">): Expression<"i32"> {
  const [first, second] = panels;
  const start = i32.mul(panel, first!.size);
  if (second === undefined) return start;
  const behind = i32.sub(panel, least(panel, first!.count));
  return i32.sub(start, i32.mul(behind, first!.size - second.size));
}

/** Runs `body` for each panel of a run, in code made for the panel's size. */
export function forPanels(f: FunctionBuilder, panels: Panels, run: Run, body: (size: number) => void): void {
  const panel = f.local("i32", run.from);
  let end = 0;
  for (const { size, count } of panels) {
    end += count;
    f.for(panel, panel, least(run.to, end), 1, () => body(size));
  }
}

export function least(a: I32, b: I32): Expression<"i32"> {
  return i32.select(i32.ltS(a, b), a, b);
}

import type { Expression } from "../../assembler/expression.ts";
import type { Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { PhaseContext } from "../../kernel.ts";

/** Examples that go through the steps together: the right side comes once for all of them out of its cache. */
const MOST_ROWS = 32;

/** Examples of a group at most. */
export function mostRowsOf(batch: number): number {
  return Math.min(batch, MOST_ROWS);
}

/** Runs `body` for groups of consecutive examples, units `begin` up to `end`: as few as can be, about equal. */
export function forRowGroups(
  { f, begin, end }: Pick<PhaseContext, "f" | "begin" | "end">,
  batch: number,
  body: (first: Local<"i32">, rows: Local<"i32">) => void,
): void {
  const most = mostRowsOf(batch);
  const first = f.local("i32", begin);
  const [groups, rows] = [f.local("i32"), f.local("i32")];
  const left = (): Expression<"i32"> => i32.sub(end, first);
  f.while(
    () => i32.ltS(first, end),
    () => {
      f.set(groups, i32.divU(i32.add(left(), most - 1), most));
      f.set(rows, i32.divU(i32.sub(i32.add(left(), groups), 1), groups));
      body(first, rows);
      f.increase(first, rows);
    },
  );
}

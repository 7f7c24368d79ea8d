import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { i32 } from "../assembler/instructions.ts";

/** Units that are `perUnit` of so many items each, the last perhaps fewer. */
export interface Runs {
  readonly items: number;
  readonly perUnit: number;
}

/** How many units there are. */
export function unitsOf({ items, perUnit }: Runs): number {
  return Math.ceil(items / perUnit);
}

/** Runs `body` for each unit of a phase with its first item and how many they are. */
export function forRuns(
  {
    f,
    begin,
    end,
  }: { readonly f: FunctionBuilder; readonly begin: Local<"i32">; readonly end: Local<"i32"> },
  { items, perUnit }: Runs,
  body: (first: Local<"i32">, count: Local<"i32">) => void,
): void {
  const unit = f.local("i32");
  const first = f.local("i32");
  const count = f.local("i32", perUnit);
  f.for(unit, begin, end, 1, () => {
    f.set(first, i32.mul(unit, perUnit));
    if (items % perUnit !== 0) {
      const left = i32.sub(items, first);
      f.set(count, i32.select(i32.ltS(left, perUnit), left, perUnit));
    }
    body(first, count);
  });
}

import type { I32 } from "../../assembler/expression.ts";
import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";

/** Does `count` steps: `body(group)` does `group` of them while that many are left, `body(1)` the rest. */
export function forGroups(
  f: FunctionBuilder,
  count: I32,
  group: number,
  body: (steps: number) => void,
): void {
  const left = f.local("i32", count);
  for (const steps of [group, 1]) {
    f.while(
      () => i32.geS(left, steps),
      () => {
        body(steps);
        f.increase(left, -steps);
      },
    );
  }
}

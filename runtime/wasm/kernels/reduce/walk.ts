import type { Expression } from "../../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { i32 } from "../../assembler/instructions.ts";
import type { WalkedAxis } from "./reduced-axes.ts";

/** Where each input stands, in cells, at a cell of these axes that is counted row-major. */
export function placesAt(
  f: FunctionBuilder,
  cell: Local<"i32">,
  axes: readonly WalkedAxis[],
  inputs: number,
): readonly Expression<"i32">[] {
  const steps = Array.from({ length: inputs }, (_, input) => stepThroughAll(axes, input));
  if (steps.every((step) => step !== null))
    return steps.map((step) => (step === 0 ? i32.const(0) : i32.mul(cell, step)));
  const places = steps.map(() => f.local("i32", 0));
  const rest = f.local("i32", cell);
  const index = f.local("i32");
  axes.toReversed().forEach(({ size, steps: along }, fromLast) => {
    const isFirst = fromLast === axes.length - 1;
    f.set(index, isFirst ? rest : i32.remU(rest, size));
    if (!isFirst) f.set(rest, i32.divU(rest, size));
    along.forEach((step, input) => {
      if (step !== 0) f.increase(places[input]!, i32.mul(index, step));
    });
  });
  return places;
}

/** The cells from one to the next where that is the same throughout. */
function stepThroughAll(axes: readonly WalkedAxis[], input: number): number | null {
  const step = axes.at(-1)?.steps[input] ?? 0;
  let behind = step;
  for (const { size, steps } of axes.toReversed()) {
    if (steps[input] !== behind) return null;
    behind *= size;
  }
  return step;
}

/** Values under a mask of dropout, and how far behind them the mask can move (rule F-14b, d). */
import type { Instruction, InstructionOf, Value } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import type { ValueGraph } from "./value-graph.ts";

export interface Masked {
  readonly x: Value;
  /** The mask's values are 0 and 1/(1 - rate), never negative: that is what the algebra rests on. */
  readonly mask: InstructionOf<"keep_mask">;
}

export function matchMasked(graph: ValueGraph, value: Value): Masked | null {
  const factors = graph.operands(value, "mul");
  if (factors === null) return null;
  const [a, b] = factors as readonly [Value, Value];
  return maskedBy(graph, a, b, value) ?? maskedBy(graph, b, a, value);
}

function maskedBy(graph: ValueGraph, x: Value, factor: Value, product: Value): Masked | null {
  const mask = graph.made(factor, "keep_mask");
  return mask !== null && sameShape(x.shape, product.shape) ? { x, mask } : null;
}

/** A masked value that nothing but the instruction at hand reads. */
export function matchInner(graph: ValueGraph, value: Value): Masked | null {
  return graph.soleUser(value) === null ? null : matchMasked(graph, value);
}

export type Commuting = InstructionOf<"relu"> | InstructionOf<"max_pool"> | InstructionOf<"avg_pool">;

export function mayCommute(instruction: Instruction | null): instruction is Commuting {
  return (
    instruction !== null &&
    (instruction.op === "relu" || instruction.op === "max_pool" || instruction.op === "avg_pool")
  );
}

/** A masked value with all instructions behind it that the mask commutes with, if this one is the last of them. */
export function commutingChain(
  graph: ValueGraph,
  last: Instruction,
): (Masked & { readonly behind: readonly Commuting[] }) | null {
  if (!mayCommute(last)) return null;
  const next = graph.soleUser(last.outputs[0]!);
  // It commutes with every mask: the chain goes on.
  if (next?.op === "relu") return null;
  const behind: Commuting[] = [last];
  for (;;) {
    const [source] = behind.at(-1)!.inputs as readonly [Value];
    const masked = matchInner(graph, source);
    if (masked !== null) {
      if (!behind.every((step) => commutes(step, masked))) return null;
      return mayCommute(next) && commutes(next, masked) ? null : { ...masked, behind: behind.reverse() };
    }
    const producer = graph.soleUser(source) === null ? null : graph.producer(source);
    if (!mayCommute(producer)) return null;
    behind.push(producer);
  }
}

export function commutes({ op }: Commuting, { x, mask }: Masked): boolean {
  if (op === "relu") return true;
  const { shape } = mask.attributes;
  return shape.length === x.shape.length && shape[1] === 1 && shape[2] === 1;
}

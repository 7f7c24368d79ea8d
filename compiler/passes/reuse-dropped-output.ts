import type { Instruction, Value } from "../program/program.ts";
import { type Masked, matchMasked } from "./commuting-chain.ts";
import { countingPass } from "./counting-pass.ts";
import { constantOf } from "./host-scalars.ts";
import type { ValueGraph } from "./value-graph.ts";

/**
 * A mask's cells are 0 or at least 1, so no product with one underflows: behind relu and dropout a cell is above 0 exactly
 * where it was so before and is kept. So what the next layer keeps anyway tells where the gradient goes, and neither the
 * mask nor the input of relu has to be kept (F-14b). The gradient of a dropped cell is +0, whatever its sign was, and also
 * where it was infinite, which made it NaN.
 */
export const reuseDroppedOutput = countingPass({
  name: "reuse-dropped-output",
  reason:
    "One tensor is usually kept for the backward pass and not two; behind reuse-relu-output, which makes the question one about the output.",
  ops: ["select"],
  replaceIn:
    (graph) =>
    (instruction, { builder, renamed }) => {
      const found = matchBackward(graph, instruction);
      if (found === null) return null;
      const { dropped, gradient, zero } = found;
      const scale = 1 / (1 - gradient.mask.attributes.rate);
      const scaled = builder.mul(renamed(gradient.x), builder.constant(scale));
      const nothing = renamed(zero);
      return [builder.select(builder.greater(renamed(dropped), nothing), scaled, nothing)];
    },
  text: (count) =>
    `${count} backward passes of relu and dropout read the output of both, and neither mask nor input (F-14b)`,
});

interface Backward {
  /** Behind both. */
  readonly dropped: Value;
  /** By `dropped`, and the mask. */
  readonly gradient: Masked;
  readonly zero: Value;
}

/** select(x > 0, gradient * mask, 0) with x * mask before it; x is what relu made. */
function matchBackward(graph: ValueGraph, instruction: Instruction): Backward | null {
  const [condition, masked, zero] = instruction.inputs as readonly [Value, Value, Value];
  const gradient = matchMasked(graph, masked);
  const asked = graph.operands(condition, "greater");
  if (gradient === null || asked === null) return null;
  const [output, bound] = asked as readonly [Value, Value];
  if (constantOf(graph, zero) !== 0 || constantOf(graph, bound) !== 0) return null;
  const mask = gradient.mask.outputs[0]!;
  const dropped = graph
    .users(mask)
    .find(
      (user) =>
        user.op === "mul" &&
        user.inputs.includes(output) &&
        graph.positionOf(user.outputs[0]!)! < graph.positionOf(instruction.outputs[0]!)!,
    );
  return dropped === undefined ? null : { dropped: dropped.outputs[0]!, gradient, zero };
}

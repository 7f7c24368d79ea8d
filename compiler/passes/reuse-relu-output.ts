import type { Instruction } from "../program/program.ts";
import { countingPass } from "./counting-pass.ts";
import { constantOf } from "./host-scalars.ts";
import type { ValueGraph } from "./value-graph.ts";

/** x > 0 is relu(x) > 0 to the bit, and relu(x) is kept for the next layer anyway: x need not be (F-14b). */
export const reuseReluOutput = countingPass({
  name: "reuse-relu-output",
  reason:
    "The backward pass asks only for the sign, so the pre-activation need not be stored; after differentiation, which makes the question.",
  ops: ["greater"],
  replaceIn:
    (graph) =>
    (instruction, { builder, renamed }) => {
      if (constantOf(graph, instruction.inputs[1]!) !== 0) return null;
      const [x, zero] = instruction.inputs;
      const relu = graph.users(x!).find((user) => user.op === "relu" && isBefore(graph, user, instruction));
      return relu === undefined ? null : [builder.greater(renamed(relu.outputs[0]!), renamed(zero!))];
    },
  text: (count) => `${count} backward passes of relu read its output and not its input (F-14b)`,
});

function isBefore(graph: ValueGraph, a: Instruction, b: Instruction): boolean {
  return graph.positionOf(a.outputs[0]!)! < graph.positionOf(b.outputs[0]!)!;
}

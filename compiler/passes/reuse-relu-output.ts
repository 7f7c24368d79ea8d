import type { Instruction } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import { constantOf } from "./host-scalars.ts";
import type { Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "reuse-relu-output";

/** x > 0 is relu(x) > 0 to the bit, and relu(x) is kept for the next layer anyway: x need not be (F-14b). */
export const reuseReluOutput: Pass = {
  name,
  reason:
    "The backward pass asks only for the sign, so the pre-activation need not be stored; after differentiation, which makes the question.",
  run(program) {
    const graph = ValueGraph.of(program);
    let reused = 0;
    const rewritten = rewrite(program, (instruction, { builder, renamed }) => {
      if (instruction.op !== "greater" || constantOf(graph, instruction.inputs[1]!) !== 0) return null;
      const [x, zero] = instruction.inputs;
      const relu = graph.users(x!).find((user) => user.op === "relu" && isBefore(graph, user, instruction));
      if (relu === undefined) return null;
      reused += 1;
      return [builder.greater(renamed(relu.outputs[0]!), renamed(zero!))];
    });
    const text = `${reused} backward passes of relu read its output and not its input (F-14b)`;
    return {
      program: rewritten,
      notes: reused === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text }],
    };
  },
};

function isBefore(graph: ValueGraph, a: Instruction, b: Instruction): boolean {
  return graph.positionOf(a.outputs[0]!)! < graph.positionOf(b.outputs[0]!)!;
}

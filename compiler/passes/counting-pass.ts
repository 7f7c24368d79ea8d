import type { PrimitiveName } from "../program/primitive-attributes.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import { markPrimitives } from "../program/wiring.ts";
import type { Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

interface CountingPass extends Pick<Pass, "name" | "reason"> {
  /** The only primitives that it replaces. */
  readonly ops: readonly PrimitiveName[];
  /** What to do with each instruction of these, in the program that the graph is of. */
  readonly replaceIn: (graph: ValueGraph) => Replace;
  /** What was done, by how often an instruction was replaced; said when it was. */
  readonly text: (count: number) => string;
}

/** A pass that replaces instructions one by one and says how many there were. */
export function countingPass({ name, reason, ops, replaceIn, text }: CountingPass): Pass {
  return {
    name,
    reason,
    run(program) {
      const replace = replaceIn(ValueGraph.of(program));
      let count = 0;
      const counted: Replace = (instruction, rewriting) => {
        const values = replace(instruction, rewriting);
        if (values !== null) count += 1;
        return values;
      };
      const rewritten = rewrite(program, counted, markPrimitives(program, ops));
      const notes =
        count === 0 ? [] : [{ pass: name, kind: "rewrote", origin: "", text: text(count) } as const];
      return { program: rewritten, notes };
    },
  };
}

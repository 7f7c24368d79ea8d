import type { Program } from "../program/program.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import { markPrimitives } from "../program/wiring.ts";
import type { BackendName } from "./backend-name.ts";
import { lowerInstruction } from "./backends/lower-instruction.ts";
import { composed } from "./backends/memory-rules.ts";

/** Rewrites what a backend has no kernel for into primitives that it has. */
export function expandCompositions(program: Program, backend: BackendName): Program {
  const replace: Replace = (instruction, { builder, renamed }) => {
    const lowering = lowerInstruction(backend, instruction);
    return lowering.via === "composition"
      ? [lowering.expand(builder, instruction.inputs.map(renamed))]
      : null;
  };
  return rewrite(program, replace, markPrimitives(program, composed));
}

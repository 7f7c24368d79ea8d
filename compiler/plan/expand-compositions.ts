import type { Program } from "../program/program.ts";
import { rewrite } from "../program/rewrite.ts";
import type { BackendName } from "./backend-name.ts";
import { lowerInstruction } from "./backends/lower-instruction.ts";

/** Rewrites what a backend has no kernel for into primitives that it has. */
export function expandCompositions(program: Program, backend: BackendName): Program {
  return rewrite(program, (instruction, { builder, renamed }) => {
    const lowering = lowerInstruction(backend, instruction);
    return lowering.via === "composition"
      ? [lowering.expand(builder, instruction.inputs.map(renamed))]
      : null;
  });
}

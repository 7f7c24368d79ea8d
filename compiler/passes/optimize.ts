import type { Program } from "../program/program.ts";
import { type InstructionsById, verify } from "../program/verify.ts";
import type { Note } from "./note.ts";
import { expandGradients, pipeline } from "./pipeline.ts";

export interface OptimizeOptions {
  /** Names of passes to leave out; `differentiate` always runs. */
  readonly disable?: readonly string[];
  /** Also return the program after each pass. */
  readonly trace?: boolean;
}

export interface Optimized {
  readonly program: Program;
  /** What was rewritten and what was refused, in the order of the passes. */
  readonly notes: readonly Note[];
  /** After each pass that ran, in order; only when asked for. */
  readonly trace?: readonly { readonly pass: string; readonly program: Program }[];
}

/**
 * Runs the passes over a program; its meaning stays, its gradients become primitives.
 * @throws ProgramError naming the place when a pass broke the program, which is our fault and never a user's
 */
export function optimize(program: Program, options: OptimizeOptions = {}): Optimized {
  const disabled = new Set(options.disable);
  const notes: Note[] = [];
  const trace: { readonly pass: string; readonly program: Program }[] = [];
  let verified: InstructionsById = [];
  let current = program;
  for (const pass of pipeline) {
    if (disabled.has(pass.name) && pass !== expandGradients) continue;
    const result = pass.run(current);
    if (result.program !== current) verified = verify(result.program, verified);
    current = result.program;
    notes.push(...result.notes);
    trace.push({ pass: pass.name, program: current });
  }
  return options.trace === true ? { program: current, notes, trace } : { program: current, notes };
}

/** The program with its gradients expanded and nothing else: what every rewrite is compared with. */
export function lowerPlainly(program: Program): Program {
  return optimize(program, { disable: pipeline.map(({ name }) => name) }).program;
}

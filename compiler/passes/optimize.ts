import type { Program } from "../program/program.ts";
import { verify } from "../program/verify.ts";
import type { Note } from "./note.ts";
import { expandGradients, pipeline } from "./pipeline.ts";

export interface OptimizeOptions {
  /** Names of passes to leave out; `differentiate` always runs. */
  readonly disable?: readonly string[];
  /** Also verify and return the program after each pass; else only the last is verified. */
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
  if (options.trace === true) return run(program, options, verify);
  try {
    const { program: optimized, notes } = run(program, options, () => {});
    verify(optimized);
    return { program: optimized, notes };
  } catch (error) {
    // Once more, to say which pass it was.
    run(program, options, verify);
    throw error;
  }
}

function run(
  program: Program,
  { disable }: OptimizeOptions,
  check: (program: Program) => void,
): Required<Optimized> {
  const disabled = new Set(disable);
  const notes: Note[] = [];
  const trace: { readonly pass: string; readonly program: Program }[] = [];
  let current = program;
  for (const pass of pipeline) {
    if (disabled.has(pass.name) && pass !== expandGradients) continue;
    const result = pass.run(current);
    if (result.program !== current) check(result.program);
    current = result.program;
    notes.push(...result.notes);
    trace.push({ pass: pass.name, program: current });
  }
  return { program: current, notes, trace };
}

/** The program with its gradients expanded and nothing else: what every rewrite is compared with. */
export function lowerPlainly(program: Program): Program {
  return optimize(program, { disable: pipeline.map(({ name }) => name) }).program;
}

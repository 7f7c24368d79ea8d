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
  if (options.trace === true) {
    const trace: { readonly pass: string; readonly program: Program }[] = [];
    const traced = run(program, options, (pass, result) => {
      verify(result);
      trace.push({ pass, program: result });
    });
    return { ...traced, trace };
  }
  try {
    const optimized = run(program, options, () => {});
    verify(optimized.program);
    return optimized;
  } catch (error) {
    // Once more, to say which pass it was.
    run(program, options, (_, result) => verify(result));
    throw error;
  }
}

/** @param watch is shown what each pass made */
function run(
  program: Program,
  { disable }: OptimizeOptions,
  watch: (pass: string, result: Program) => void,
): Optimized {
  const disabled = new Set(disable);
  const notes: Note[] = [];
  let current = program;
  for (const pass of pipeline) {
    if (disabled.has(pass.name) && pass !== expandGradients) continue;
    const result = pass.run(current);
    watch(pass.name, result.program);
    current = result.program;
    notes.push(...result.notes);
  }
  return { program: current, notes };
}

/** The program with its gradients expanded and nothing else: what every rewrite is compared with. */
export function lowerPlainly(program: Program): Program {
  return optimize(program, { disable: pipeline.map(({ name }) => name) }).program;
}

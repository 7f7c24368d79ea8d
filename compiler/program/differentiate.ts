/** The pass that puts primitives in the place of `gradient` instructions. */
import type { Note } from "../passes/note.ts";
import { backpropagate } from "./backpropagate.ts";
import type { Instruction, InstructionOf, Program, Value } from "./program.ts";
import { removeUnused } from "./remove-unused.ts";
import { rewrite } from "./rewrite.ts";

/**
 * One reverse sweep for each loss, at the first gradient of that loss. Program order is innermost first: what a
 * gradient reads stands before it and has been expanded by then, so gradients of gradients need nothing more.
 */
export function differentiate(program: Program): {
  readonly program: Program;
  readonly notes: readonly Note[];
} {
  const notes: Note[] = [];
  const gradients = program.instructions.filter(isGradient);
  const made = new Uint8Array(program.idBound);
  for (const { value } of program.inputs) made[value.id] = 1;
  const sweeps = new Map<number, ReadonlyMap<number, Value>>();
  /** What was not there before is part of the backward pass. */
  const isBackward = ({ outputs }: Instruction) => outputs[0]!.id >= program.idBound;

  const expanded = rewrite(program, (instruction, { builder, renamed }) => {
    for (let i = 0; i < instruction.outputs.length; i++) made[instruction.outputs[i]!.id] = 1;
    if (!isGradient(instruction)) return null;
    const [loss, x] = instruction.inputs as readonly [Value, Value];
    if (!sweeps.has(loss.id)) {
      // What is made only later cannot have gone into the loss.
      const wanted = gradients.flatMap(({ inputs: [of, by] }) =>
        of!.id === loss.id && made[by!.id] === 1 ? [renamed(by!)] : [],
      );
      sweeps.set(loss.id, backpropagate(builder, renamed(loss), wanted));
      notes.push(note("rewrote", instruction, `one reverse sweep for ${count(wanted.length)} of one loss`));
    }
    const gradient = sweeps.get(loss.id)!.get(renamed(x).id);
    if (gradient !== undefined) return [gradient];
    const name = program.inputs.find(({ value }) => value.id === x.id)?.name ?? "an intermediate value";
    notes.push(note("info", instruction, `the loss does not depend on ${name}: its gradient is zero (L-20)`));
    return [builder.constant(0, x.shape)];
  });
  return { program: removeUnused(expanded, isBackward), notes };
}

function isGradient(instruction: Instruction): instruction is InstructionOf<"gradient"> {
  return instruction.op === "gradient";
}

function note(kind: Note["kind"], { origin }: Instruction, text: string): Note {
  return { pass: "differentiate", kind, origin, text };
}

function count(gradients: number): string {
  return gradients === 1 ? "one gradient" : `${gradients} gradients`;
}

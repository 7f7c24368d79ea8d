/** The pass that puts primitives in the place of `gradient` instructions. */
import type { Note } from "../passes/note.ts";
import { backpropagate } from "./backpropagate.ts";
import type { Instruction, Program, Value } from "./program.ts";
import { removeUnused } from "./remove-unused.ts";
import { type Replace, rewrite } from "./rewrite.ts";
import { instructionsOf, markPrimitives, wiringOf } from "./wiring.ts";

/**
 * One reverse sweep for each loss, at the first gradient of that loss. Program order is innermost first: what a
 * gradient reads stands before it and has been expanded by then, so gradients of gradients need nothing more.
 */
export function differentiate(program: Program): {
  readonly program: Program;
  readonly notes: readonly Note[];
} {
  const notes: Note[] = [];
  const gradients = instructionsOf(program, "gradient");
  const positions = positionsOf(program);
  const sweeps = new Map<number, ReadonlyMap<number, Value>>();
  /** What was not there before is part of the backward pass. */
  const isBackward = ({ outputs }: Instruction) => outputs[0]!.id >= program.idBound;

  const replace: Replace = (instruction, { builder, renamed }) => {
    const [loss, x] = instruction.inputs as readonly [Value, Value];
    if (!sweeps.has(loss.id)) {
      const position = positions[instruction.outputs[0]!.id]!;
      // What is made only later cannot have gone into the loss.
      const wanted = gradients.flatMap(({ inputs: [of, by] }) =>
        of!.id === loss.id && positions[by!.id]! < position ? [renamed(by!)] : [],
      );
      sweeps.set(loss.id, backpropagate(builder, renamed(loss), wanted));
      notes.push(note("rewrote", instruction, `one reverse sweep for ${count(wanted.length)} of one loss`));
    }
    const gradient = sweeps.get(loss.id)!.get(renamed(x).id);
    if (gradient !== undefined) return [gradient];
    const name = program.inputs.find(({ value }) => value.id === x.id)?.name ?? "an intermediate value";
    notes.push(note("info", instruction, `the loss does not depend on ${name}: its gradient is zero (L-20)`));
    return [builder.constant(0, x.shape)];
  };
  const expanded = rewrite(program, replace, markPrimitives(program, ["gradient"]));
  return { program: removeUnused(expanded, isBackward), notes };
}

/** By the id of a value, the position of what makes it; before all others, those of the inputs. */
function positionsOf({ instructions, idBound }: Program): Int32Array {
  const { ids, outputsAt, inputsAt } = wiringOf(instructions);
  const positions = new Int32Array(idBound).fill(-1);
  for (let position = 0; position < instructions.length; position++)
    for (let i = outputsAt[position]!; i < inputsAt[position]!; i++) positions[ids[i]!] = position;
  return positions;
}

function note(kind: Note["kind"], { origin }: Instruction, text: string): Note {
  return { pass: "differentiate", kind, origin, text };
}

function count(gradients: number): string {
  return gradients === 1 ? "one gradient" : `${gradients} gradients`;
}

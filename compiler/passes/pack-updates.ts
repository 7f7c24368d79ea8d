import type { Builder } from "../program/builder.ts";
import { InstructionWriter } from "../program/instruction-writer.ts";
import { sizeOf } from "../program/nd-array.ts";
import type { Instruction, InstructionOf, Program, Value } from "../program/program.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import type { ScalarKernel } from "../program/scalar-kernel.ts";
import { instructionsOf } from "../program/wiring.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { promoteConstants } from "./promote-constants.ts";
import { type Binding, operationOf, unify } from "./unify-kernels.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "pack-updates";

type Fused = InstructionOf<"fused">;

interface Segment {
  readonly instruction: Fused;
  /** What each operand of the template is here; absent operands keep the template's constant. */
  readonly bindings: ReadonlyMap<number, Binding>;
}

interface Pack {
  readonly template: Fused;
  readonly segments: Segment[];
}

/**
 * Update loops that are equal up to constants become one call over all parameters (rules F-21, F-30): strengths,
 * the constants that differ and the decay that some parameters are excluded from turn into inputs. Only loops
 * that feed nothing but writes: they may run last, together. An operator per unit, such as max norm, reads its
 * update and so keeps it apart; and so is kept what applies it, which is to come while that update is in the cache.
 */
export const packUpdates: Pass = {
  name,
  reason: "Small networks spend their time in calls, one per parameter; last, when each update is one loop.",
  run(program) {
    const graph = ValueGraph.of(program);
    const taker = new NoteTaker(name);
    const packs = findPacks(program, graph).filter(({ segments }) => segments.length > 1);
    const packOf = new Map<Instruction, { readonly pack: Pack; readonly index: number }>(
      packs.flatMap((pack) =>
        pack.segments.map(({ instruction }, index) => [instruction, { pack, index }] as const),
      ),
    );
    if (packs.length === 0) return { program, notes: [] };
    const emitted = new Map<Pack, readonly Value[]>();
    const replace: Replace = (instruction, rewriting) => {
      const { pack, index } = packOf.get(instruction)!;
      const { builder, renamed } = rewriting;
      if (!emitted.has(pack))
        emitted.set(
          pack,
          builder.within("update", () => emitPack(pack, builder, renamed)),
        );
      const results = pack.template.outputs.length;
      return emitted.get(pack)!.slice(index * results, (index + 1) * results);
    };
    const ordered = movedLast(program, graph.mark(packOf.keys()));
    const packed = rewrite(ordered, replace, markLast(ordered, packOf.size));
    for (const { segments } of packs)
      taker.take(
        "rewrote",
        "",
        `${segments.length} updates became one call over all their tensors (F-21, F-30)`,
      );
    const parameters = new Set(
      program.inputs.flatMap(({ kind, name }) => (kind === "parameter" ? [name] : [])),
    );
    for (const { name, value } of program.writes)
      if (parameters.has(name)) noteApart(graph, name, value, packOf, taker);
    return { program: packed, notes: taker.notes };
  },
};

/** The program with the instructions that are marked behind all others. */
function movedLast(program: Program, marks: Uint8Array): Program {
  const ordered = new InstructionWriter(program.instructions);
  for (const mark of [0, 1])
    for (let position = 0; position < marks.length; position++)
      if (marks[position] === mark) ordered.keep(position);
  return { ...program, instructions: ordered.finish() };
}

/** By position, 1 for so many at the end. */
function markLast({ instructions }: Program, count: number): Uint8Array {
  return new Uint8Array(instructions.length).fill(1, instructions.length - count);
}

/** Greedy, the longest loop first: it can stand for those that lack a factor or a term of it. */
function findPacks(program: Program, graph: ValueGraph): readonly Pack[] {
  const written = new Set(program.writes.map(({ value }) => value.id));
  const putOut = new Set(program.outputs.map(({ value }) => value.id));
  const isUpdate = ({ id }: Value) => written.has(id) && !putOut.has(id);
  const candidates = instructionsOf(program, "fused")
    .filter(({ outputs }) => outputs.every((output) => isUpdate(output) && graph.users(output).length === 0))
    .filter((instruction) => !instruction.inputs.some((input) => isPerUnit(input, instruction)))
    .sort((a, b) => b.attributes.kernel.operations.length - a.attributes.kernel.operations.length);
  const packs: Pack[] = [];
  /** Most kernels are one of a few objects: where each fits, and how. An equal one that is another object only takes longer. */
  const known = new Map<ScalarKernel, Fit>();
  for (const instruction of candidates) {
    const { kernel } = instruction.attributes;
    const { pack, bindings } = known.get(kernel) ?? findFit(packs, instruction);
    known.set(kernel, { pack, bindings });
    pack.segments.push({ instruction, bindings });
  }
  return packs;
}

interface Fit {
  readonly pack: Pack;
  readonly bindings: Segment["bindings"];
}

/** The first pack that an update fits; a new one if it fits none. */
function findFit(packs: Pack[], instruction: Fused): Fit {
  for (const pack of packs) {
    const { template } = pack;
    const bindings = unify(template.attributes.kernel, instruction.attributes.kernel, scalarsOf(template));
    if (bindings !== null) return { pack, bindings };
  }
  const pack = { template: instruction, segments: [] };
  packs.push(pack);
  return { pack, bindings: unchanged(instruction) };
}

/** Such as the norms of units, of which there are several and fewer than cells. */
function isPerUnit({ shape }: Value, { attributes }: Fused): boolean {
  return sizeOf(shape) > 1 && sizeOf(shape) < sizeOf(attributes.shape);
}

function scalarsOf({ inputs, attributes: { kernel } }: Fused): (operand: number) => boolean {
  return (operand) =>
    operand < kernel.inputs
      ? inputs[operand]!.shape.length === 0
      : operationOf(kernel, operand)?.op === "constant";
}

function unchanged({ inputs }: Fused): ReadonlyMap<number, Binding> {
  return new Map(inputs.map((_, input) => [input, { input }]));
}

function emitPack(
  { template, segments }: Pack,
  b: Builder,
  renamed: (old: Value) => Value,
): readonly Value[] {
  const { kernel } = template.attributes;
  const promoted = kernel.operations.flatMap((operation, position) => {
    const operand = kernel.inputs + position;
    const differs = ({ bindings }: Segment) => {
      const binding = bindings.get(operand);
      if (binding === undefined || operation.op !== "constant") return false;
      return "input" in binding || binding.number !== operation.value;
    };
    return segments.some(differs) ? [operand] : [];
  });
  const constants = new Map<number, Value>();
  const constant = (value: number): Value => {
    const made = constants.get(value) ?? b.constant(value);
    constants.set(value, made);
    return made;
  };
  const ownNumber = (operand: number): number => {
    const operation = operationOf(kernel, operand);
    return operation?.op === "constant" ? operation.value : 0;
  };
  const slots = [...template.inputs.keys(), ...promoted];
  const inputs = segments.flatMap(({ instruction, bindings }) =>
    slots.map((operand) => {
      const binding = bindings.get(operand);
      return binding !== undefined && "input" in binding
        ? renamed(instruction.inputs[binding.input]!)
        : constant(binding?.number ?? ownNumber(operand));
    }),
  );
  const shapes = segments.map(({ instruction }) => instruction.attributes.shape);
  return b.emitAll("fused_segments", inputs, { kernel: promoteConstants(kernel, promoted), shapes });
}

function noteApart(
  graph: ValueGraph,
  parameter: string,
  value: Value,
  packOf: ReadonlyMap<Instruction, unknown>,
  taker: NoteTaker,
): void {
  const producer = graph.producer(value);
  if (producer === null || packOf.has(producer)) return;
  const text = `the update of ${parameter} is a call of its own: no other parameter is updated alike, or an operator per unit follows`;
  taker.take("refused", producer.origin, text);
}

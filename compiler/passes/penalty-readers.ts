/** Why a gradient with a penalty in it cannot be taken apart: who else reads it, in words for a user. */
import type { Instruction, Value } from "../program/program.ts";
import type { ValueGraph } from "./value-graph.ts";

/** The reason, naming the rule. @param gradient the gradient with the penalty in it */
export function penaltyReader(graph: ValueGraph, gradient: Value): string {
  if (graph.program.outputs.some(({ value }) => value.id === gradient.id))
    return "the gradient with the penalty in it is reported (F-01)";
  const users = graph.users(gradient);
  if (users.some((user) => isSquare(user) && leadsToNorm(graph, user)))
    return "clipping by norm reads the gradient with the penalty in it (N-04)";
  if (users.some(({ op }) => op === "min" || op === "max"))
    return "clipping by value reads the gradient with the penalty in it (N-04)";
  const slots = slotsBelow(graph, gradient);
  const named = slots.length === 0 ? "" : `, into ${slots.join(" and ")}`;
  if (users.some((user) => isSquare(user) || user.op === "sign") || slots.length > 1)
    return `the optimizer's moments read the gradient with the penalty in it${named} (N-02)`;
  if (slots.length > 0) return `momentum reads the gradient with the penalty in it${named} (N-01)`;
  return "another computation reads the gradient with the penalty in it (F-01)";
}

function isSquare(instruction: Instruction): boolean {
  return instruction.op === "mul" && instruction.inputs[0]!.id === instruction.inputs[1]!.id;
}

function leadsToNorm(graph: ValueGraph, square: Instruction): boolean {
  return graph.users(square.outputs[0]!).some(({ op }) => op === "reduce_sum");
}

/** The slots whose next value is computed from `source`, in the order in which they are written. */
function slotsBelow(graph: ValueGraph, source: Value): readonly string[] {
  let writes = slotWritesOf.get(graph);
  if (writes === undefined) {
    writes = findSlotWrites(graph);
    slotWritesOf.set(graph, writes);
  }
  const reached: SlotWrite[] = [];
  for (const id of graph.computedFrom([source])) reached.push(...(writes.get(id) ?? []));
  return reached.sort((a, b) => a.position - b.position).map(({ name }) => name);
}

interface SlotWrite {
  readonly name: string;
  readonly position: number;
}

const slotWritesOf = new WeakMap<ValueGraph, ReadonlyMap<number, readonly SlotWrite[]>>();

/**
 * By the id of the value that is written: every penalty of a network asks, each about a few values. Averages are left
 * out: they follow the new weight, and no gradient passes through them.
 */
function findSlotWrites(graph: ValueGraph): ReadonlyMap<number, readonly SlotWrite[]> {
  const { inputs, writes } = graph.program;
  const named = (wanted: "slot" | "parameter") =>
    new Set(inputs.filter(({ kind }) => kind === wanted).map(({ name }) => name));
  const [slots, parameters] = [named("slot"), named("parameter")];
  const weights = writes.filter(({ name }) => parameters.has(name)).map(({ value }) => value);
  const behind = graph.computedFrom(weights);
  const own = writes.map(({ name, value }, position) => ({ name, position, id: value.id }));
  return Map.groupBy(
    own.filter(({ name, id }) => slots.has(name) && !behind.has(id)),
    ({ id }) => id,
  );
}

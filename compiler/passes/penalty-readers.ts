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

/** The slots whose next value is computed from `source`. */
function slotsBelow(graph: ValueGraph, source: Value): readonly string[] {
  const below = graph.computedFrom([source]);
  const { inputs, writes } = graph.program;
  const reached = writes.filter(({ value }) => below.has(value.id)).map(({ name }) => name);
  return reached.filter((written) => inputs.some(({ kind, name }) => kind === "slot" && name === written));
}

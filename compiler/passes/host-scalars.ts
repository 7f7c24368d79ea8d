/** Which scalars of a program the host can compute before the step (rule F-20), and arithmetic on them. */
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import { binaryFunctions, unaryFunctions } from "../program/scalar-functions.ts";
import type { ValueGraph } from "./value-graph.ts";

type HostBinary = Extract<HostScalar, { args: readonly [HostScalar, HostScalar] }>["op"];
type HostUnary = Extract<HostScalar, { args: readonly [HostScalar] }>["op"];

const binaryNames: { readonly [K in HostBinary]: true } = {
  add: true,
  sub: true,
  mul: true,
  div: true,
  pow: true,
  min: true,
  max: true,
};
const unaryNames: { readonly [K in HostUnary]: true } = { sqrt: true, neg: true };

export function isHostBinary(op: string): op is HostBinary {
  return Object.hasOwn(binaryNames, op);
}

export function isHostUnary(op: string): op is HostUnary {
  return Object.hasOwn(unaryNames, op);
}

/** `a op b`, computed at once where both are numbers and without the operation where it changes nothing. */
export function hostBinary(op: HostBinary, a: HostScalar, b: HostScalar): HostScalar {
  if (typeof a === "number" && typeof b === "number") return binaryFunctions[op](a, b);
  if (b === 0 && (op === "add" || op === "sub")) return a;
  if (a === 0 && op === "add") return b;
  if (b === 1 && (op === "mul" || op === "div" || op === "pow")) return a;
  if (a === 1 && op === "mul") return b;
  return { op, args: [a, b] };
}

export function hostUnary(op: HostUnary, a: HostScalar): HostScalar {
  if (typeof a === "number") return unaryFunctions[op](a);
  if (op === "neg" && typeof a !== "number" && a.op === "neg") return a.args[0];
  return { op, args: [a] };
}

const scalarsOf = new WeakMap<ValueGraph, ReadonlyMap<number, HostScalar>>();

/** The host's expression for a scalar value, or null where it depends on tensors. */
export function hostScalarOf(graph: ValueGraph, value: Value): HostScalar | null {
  const scalars = scalarsOf.get(graph) ?? findHostScalars(graph);
  scalarsOf.set(graph, scalars);
  return scalars.get(value.id) ?? null;
}

/** All of them in one way through the program: a sum of a thousand penalties is asked about from each of its terms. */
function findHostScalars({ program }: ValueGraph): ReadonlyMap<number, HostScalar> {
  const found = new Map<number, HostScalar>();
  for (const input of program.inputs) if (input.kind === "scalar") found.set(input.value.id, input.scalar);
  for (const { op, inputs, attributes, outputs } of program.instructions) {
    const [{ id, shape, dtype }] = outputs as readonly [Value];
    if (shape.length !== 0 || dtype !== "f32") continue;
    if (op === "constant") found.set(id, attributes.value);
    const [a, b] = inputs.map((operand) => found.get(operand.id));
    if (a === undefined) continue;
    if (isHostUnary(op)) found.set(id, hostUnary(op, a));
    else if (isHostBinary(op) && b !== undefined) found.set(id, hostBinary(op, a, b));
  }
  return found;
}

/** The number that fills a constant of any shape; null for anything else. */
export function constantOf(graph: ValueGraph, value: Value): number | null {
  return graph.made(value, "constant")?.attributes.value ?? null;
}

/** Which scalars of a program the host can compute before the step (rule F-20), and arithmetic on them. */
import type { HostScalar } from "../program/host-scalar.ts";
import type { PrimitiveName } from "../program/primitive-attributes.ts";
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

function isHostBinary(op: string): op is HostBinary {
  return Object.hasOwn(binaryNames, op);
}

function isHostUnary(op: string): op is HostUnary {
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
  if (value.shape.length !== 0) return null;
  let scalars = scalarsOf.get(graph);
  if (scalars === undefined) {
    scalars = findHostScalars(graph);
    scalarsOf.set(graph, scalars);
  }
  return scalars.get(value.id) ?? null;
}

/** All of them in one way through the program: a sum of a thousand penalties is asked about from each of its terms. */
function findHostScalars({ program }: ValueGraph): ReadonlyMap<number, HostScalar> {
  const found = new Map<number, HostScalar>();
  for (const input of program.inputs) if (input.kind === "scalar") found.set(input.value.id, input.scalar);
  for (let position = 0; position < program.instructions.length; position++) {
    const { op, inputs, attributes, outputs } = program.instructions[position]!;
    const { id, shape, dtype } = outputs[0]!;
    if (shape.length !== 0 || dtype !== "f32") continue;
    const scalar = op === "constant" ? attributes.value : hostResult(op, inputs, found);
    if (scalar !== null) found.set(id, scalar);
  }
  return found;
}

/** What the host can compute in place of an instruction of scalars. @param known by the id of the value */
export function hostResult(
  op: PrimitiveName,
  inputs: readonly Value[],
  known: ReadonlyMap<number, HostScalar>,
): HostScalar | null {
  const a = inputs[0] && known.get(inputs[0].id);
  if (a === undefined) return null;
  if (isHostUnary(op)) return hostUnary(op, a);
  if (!isHostBinary(op)) return null;
  const b = known.get(inputs[1]!.id);
  return b === undefined ? null : hostBinary(op, a, b);
}

/** The number that fills a constant of any shape; null for anything else. */
export function constantOf(graph: ValueGraph, value: Value): number | null {
  return graph.made(value, "constant")?.attributes.value ?? null;
}

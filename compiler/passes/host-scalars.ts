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

/** What was found already: the sum of a thousand penalties is asked about once for each of its terms. */
const known = new WeakMap<ValueGraph, Map<number, HostScalar | null>>();

/** The host's expression for a scalar value, or null where it depends on tensors. */
export function hostScalarOf(graph: ValueGraph, value: Value): HostScalar | null {
  if (value.shape.length !== 0 || value.dtype !== "f32") return null;
  const found = known.get(graph) ?? new Map<number, HostScalar | null>();
  known.set(graph, found);
  const before = found.get(value.id);
  if (before !== undefined) return before;
  const scalar = findHostScalar(graph, value);
  found.set(value.id, scalar);
  return scalar;
}

function findHostScalar(graph: ValueGraph, value: Value): HostScalar | null {
  const input = graph.input(value);
  if (input !== null) return input.kind === "scalar" ? input.scalar : null;
  const producer = graph.producer(value);
  if (producer === null) return null;
  if (producer.op === "constant") return producer.attributes.value;
  if (!isHostBinary(producer.op) && !isHostUnary(producer.op)) return null;
  const [a, b] = producer.inputs.map((operand) => hostScalarOf(graph, operand));
  if (a === undefined || a === null || b === null) return null;
  if (isHostUnary(producer.op)) return hostUnary(producer.op, a);
  return b === undefined ? null : hostBinary(producer.op, a, b);
}

/** The number that fills a constant of any shape; null for anything else. */
export function constantOf(graph: ValueGraph, value: Value): number | null {
  return graph.made(value, "constant")?.attributes.value ?? null;
}

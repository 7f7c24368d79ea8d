/** A tensor as a sum of other tensors times scalars of the host: what an update without a state is. */
import type { HostScalar } from "../program/host-scalar.ts";
import type { PrimitiveName } from "../program/primitive-attributes.ts";
import type { Instruction, Value } from "../program/program.ts";
import { sameShape } from "../program/shape.ts";
import { hostBinary, hostScalarOf } from "./host-scalars.ts";
import type { ValueGraph } from "./value-graph.ts";

export interface LinearTerm {
  readonly value: Value;
  readonly coefficient: HostScalar;
}

/** The terms of one value, as they occur; a value may occur more than once. */
export function linearTerms(graph: ValueGraph, root: Value): readonly LinearTerm[] {
  return termsAround(graph, root, () => true);
}

/** The same, but what holds no value of interest is left as one term. */
export function termsAround(
  graph: ValueGraph,
  root: Value,
  isOfInterest: (value: Value) => boolean,
): readonly LinearTerm[] {
  const terms: LinearTerm[] = [];
  /** Whether one of the terms that it adds is of interest. */
  const expand = (value: Value, coefficient: HostScalar): boolean => {
    const inner = value.id === root.id || graph.soleUser(value) !== null;
    const producer = inner && sameShape(value.shape, root.shape) ? graph.producer(value) : null;
    if (producer !== null && isLinear(graph, producer)) {
      const before = terms.length;
      if (expandParts(producer, coefficient)) return true;
      terms.length = before;
    }
    terms.push({ value, coefficient });
    return isOfInterest(value);
  };
  /** One level: `a ± b`, `-a`, `a · scalar`, `a / scalar`. */
  const expandParts = ({ op, inputs }: Instruction, coefficient: HostScalar): boolean => {
    const [a, b] = inputs as readonly [Value, Value];
    const times = (factor: HostScalar): HostScalar => hostBinary("mul", coefficient, factor);
    if (op === "neg") return expand(a, times(-1));
    if (op === "div") return expand(a, times(hostBinary("div", 1, hostScalarOf(graph, b)!)));
    if (op === "mul") {
      const left = hostScalarOf(graph, a);
      return left === null ? expand(a, times(hostScalarOf(graph, b)!)) : expand(b, times(left));
    }
    const found = expand(a, coefficient);
    return expand(b, op === "add" ? coefficient : times(-1)) || found;
  };
  expand(root, 1);
  return terms;
}

const linear: ReadonlySet<PrimitiveName> = new Set(["add", "sub", "neg", "mul", "div"]);

/** Whether the instruction only passes a linear form on: it is part of a greater one. */
export function isLinear(graph: ValueGraph, { op, inputs, outputs }: Instruction): boolean {
  if (!linear.has(op)) return false;
  const { shape } = outputs[0]!;
  let scalars = 0;
  for (let i = 0; i < inputs.length; i++) {
    const isScalar = hostScalarOf(graph, inputs[i]!) !== null;
    if (isScalar) scalars += 1;
    else if (!sameShape(inputs[i]!.shape, shape)) return false;
  }
  if (op === "mul") return scalars > 0;
  return op !== "div" || hostScalarOf(graph, inputs[1]!) !== null;
}

/** Occurrences of one value added up, in the order of their first. */
export function collect(terms: readonly LinearTerm[]): readonly LinearTerm[] {
  const sums = new Map<number, LinearTerm>();
  for (const { value, coefficient } of terms) {
    const known = sums.get(value.id);
    const sum = known === undefined ? coefficient : addScalars(known.coefficient, coefficient);
    sums.set(value.id, { value, coefficient: sum });
  }
  return [...sums.values()];
}

/** a + b, with a negative product written as a subtraction. */
function addScalars(a: HostScalar, b: HostScalar): HostScalar {
  const positive = negated(b);
  return positive === null ? hostBinary("add", a, b) : hostBinary("sub", a, positive);
}

/** -x where x is written with a minus in front; null where it is not. */
export function negated(x: HostScalar): HostScalar | null {
  if (typeof x === "number") return x < 0 ? -x : null;
  if (x.op === "neg") return x.args[0];
  if (x.op !== "mul" && x.op !== "div") return null;
  const [a, b] = x.args;
  const left = negated(a);
  if (left !== null) return hostBinary(x.op, left, b);
  const right = negated(b);
  return right === null ? null : hostBinary(x.op, a, right);
}

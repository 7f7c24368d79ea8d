/**
 * Targets that are an affine function of one-hot labels: t = Σ_j w_j (on_j - off) e(y_j) + off. Smoothing and
 * mixing keep a target affine (rules F-10, F-12), so cross-entropy never needs the one-hot tensor.
 */

import type { Value } from "../program/program.ts";
import type { Rewriting } from "../program/rewrite.ts";
import { constantOf } from "./host-scalars.ts";
import { eitherOrder, type ValueGraph } from "./value-graph.ts";

/** Makes a value of the new program when it is needed. */
export type Make = (rewriting: Rewriting) => Value;

export interface OneHotTerm {
  /** i32, the one-hot's shape without its last axis. */
  readonly labels: Make;
  /** The plain part of its coefficient. */
  readonly factor: number;
  /** The share of a mix: a scalar, or one number per example with a last axis of 1; null for 1. */
  readonly share: { readonly source: Value; readonly make: Make } | null;
}

export interface AffineTarget {
  readonly terms: readonly OneHotTerm[];
  /** What is added to every class. */
  readonly off: number;
}

/** The target's decomposition, or null where it is no affine function of one-hot labels. */
export function affineTarget(graph: ValueGraph, target: Value): AffineTarget | null {
  const constant = constantOf(graph, target);
  if (constant !== null) return { terms: [], off: constant };
  const producer = graph.producer(target);
  if (producer === null) return null;
  const parts = () => producer.inputs.map((input) => affineTarget(graph, input));
  switch (producer.op) {
    case "one_hot": {
      const labels = producer.inputs[0]!;
      return { terms: [{ labels: ({ renamed }) => renamed(labels), factor: 1, share: null }], off: 0 };
    }
    case "stop_gradient":
      return affineTarget(graph, producer.inputs[0]!);
    case "neg":
      return scaled(affineTarget(graph, producer.inputs[0]!), -1);
    case "add":
    case "sub": {
      const [a, b] = parts();
      const right = scaled(b ?? null, producer.op === "add" ? 1 : -1);
      return a && right ? { terms: [...a.terms, ...right.terms], off: a.off + right.off } : null;
    }
    case "mul":
      return eitherOrder(producer.inputs, (factor, rest) => product(graph, factor, rest));
    // Partners of a mix: the labels are permuted instead of the one-hot rows.
    case "reverse":
      return producer.attributes.axes.every((axis) => axis === 0)
        ? permuted(affineTarget(graph, producer.inputs[0]!), ({ builder }, labels) =>
            builder.reverse(labels, [0]),
          )
        : null;
    case "gather": {
      const order = producer.inputs[1]!;
      if (order.shape.length !== 1) return null;
      return permuted(affineTarget(graph, producer.inputs[0]!), ({ builder, renamed }, labels) =>
        builder.emit("gather", [labels, renamed(order)], {}),
      );
    }
    default:
      return null;
  }
}

function scaled(target: AffineTarget | null, by: number): AffineTarget | null {
  if (target === null) return null;
  return {
    terms: target.terms.map((term) => ({ ...term, factor: term.factor * by })),
    off: target.off * by,
  };
}

function product(graph: ValueGraph, factor: Value, rest: Value): AffineTarget | null {
  const constant = constantOf(graph, factor);
  const target = affineTarget(graph, rest);
  if (constant !== null || target === null) return constant === null ? null : scaled(target, constant);
  // A share may differ between examples, never between classes: per-class weights are not affine (N-08).
  const perExample = factor.shape.length === 0 || factor.shape.at(-1) === 1;
  if (!perExample || target.off !== 0 || target.terms.some((term) => term.share !== null)) return null;
  const share = { source: factor, make: ({ renamed }: Rewriting) => renamed(factor) };
  return { terms: target.terms.map((term) => ({ ...term, share })), off: 0 };
}

function permuted(
  target: AffineTarget | null,
  permute: (rewriting: Rewriting, labels: Value) => Value,
): AffineTarget | null {
  if (target === null || target.terms.some((term) => term.share !== null)) return null;
  return {
    terms: target.terms.map((term) => ({ ...term, labels: (r) => permute(r, term.labels(r)) })),
    off: target.off,
  };
}

/** Whether the shares of the two terms sum to one by construction: λ and 1 - λ. */
export function areComplements(graph: ValueGraph, a: OneHotTerm, b: OneHotTerm): boolean {
  const oneMinus = (whole: OneHotTerm, part: OneHotTerm): boolean => {
    const operands = whole.share && graph.operands(whole.share.source, "sub");
    return (
      operands != null &&
      constantOf(graph, operands[0]!) === 1 &&
      operands[1]!.id === (part.share?.source.id ?? -1)
    );
  };
  return oneMinus(a, b) || oneMinus(b, a);
}

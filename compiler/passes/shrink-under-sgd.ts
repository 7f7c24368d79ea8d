import type { Builder } from "../program/builder.ts";
import type { Instruction, Value } from "../program/program.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import { sameShape } from "../program/shape.ts";
import { collect, isLinear, type LinearTerm, linearTerms, negated, termsAround } from "./linear-form.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { penaltyReader } from "./penalty-readers.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "shrink-under-sgd";

/**
 * w - η(g + cw) becomes (1 - ηc)·w - η·g, the factor computed on the host (rules F-01, F-20); a decoupled decay
 * from the old w adds its share to the same factor (F-03, F-04).
 *
 * The pass knows nothing of optimizers. It collects each update that is a linear form in tensors, taking apart
 * only values that nothing else reads; so wherever momentum, moments, clipping or a report read the gradient
 * with the penalty in it, the form stops there and the rewrite does not happen (N-01, N-02, N-04).
 */
export const shrinkUnderSgd: Pass = {
  name,
  reason:
    "Under plain SGD a penalty is a factor on the weight; before differentiation, while the gradient is one value (F-01, F-04).",
  run(program) {
    const graph = ValueGraph.of(program);
    const taker = new NoteTaker(name);
    const shrinking = new Map<Instruction, Update>();
    for (const [end, update] of findUpdates(graph)) {
      const { name: parameter, terms, weight, gradient } = update;
      if (isTwiceIn(terms, weight)) {
        shrinking.set(end, update);
        const text = `the decay of ${parameter} became one factor on the weight, computed on the host (F-01, F-04)`;
        taker.take("rewrote", end.origin, text);
      } else if (gradient !== null && !isUpdate(terms, weight)) {
        const reader = penaltyReader(graph, end.outputs[0]!);
        const text = `the penalty on ${parameter} stays a term of the gradient: ${reader}`;
        taker.take("refused", end.origin, text);
      }
    }
    if (shrinking.size === 0) return { program, notes: taker.notes };
    const replace: Replace = (instruction, { builder, renamed }) => {
      const update = shrinking.get(instruction)!;
      const around = termsAround(graph, instruction.outputs[0]!, ({ id }) => id === update.weight.id);
      return [sumOf(builder, collect(around), renamed)];
    };
    const rewritten = rewrite(program, replace, graph.mark(shrinking.keys()));
    return { program: rewritten, notes: taker.notes };
  },
};

interface Update {
  readonly name: string;
  readonly weight: Value;
  /** The gradient by the weight, where the form holds it bare. */
  readonly gradient: Value | null;
  readonly terms: readonly LinearTerm[];
}

/** The whole linear forms in which a parameter is one of the terms, in program order, with the instruction that ends each. */
function findUpdates(graph: ValueGraph): readonly (readonly [Instruction, Update])[] {
  const updates = new Map<Instruction, Update>();
  for (const { kind, name, value: weight } of graph.program.inputs) {
    if (kind !== "parameter") continue;
    for (const user of graph.users(weight)) {
      const end = isLinear(graph, user) ? endOfForm(graph, user) : null;
      if (end === null || updates.has(end)) continue;
      const terms = linearTerms(graph, end.outputs[0]!);
      if (!terms.some(({ value }) => value.id === weight.id)) continue;
      const gradient = terms.find(({ value }) => graph.operands(value, "gradient")?.[1]?.id === weight.id);
      updates.set(end, { name, weight, gradient: gradient?.value ?? null, terms });
    }
  }
  const positionOf = (end: Instruction): number => graph.positionOf(end.outputs[0]!)!;
  return [...updates].sort(([a], [b]) => positionOf(a) - positionOf(b));
}

function isTwiceIn(terms: readonly LinearTerm[], { id }: Value): boolean {
  const first = terms.findIndex(({ value }) => value.id === id);
  return terms.findLastIndex(({ value }) => value.id === id) > first;
}

/** The last instruction of the form that this one is part of. */
function endOfForm(graph: ValueGraph, start: Instruction): Instruction {
  let end = start;
  for (;;) {
    const [output] = end.outputs as readonly [Value];
    const next = graph.soleUser(output);
    if (next === null || !isLinear(graph, next) || !sameShape(next.outputs[0]!.shape, output.shape))
      return end;
    end = next;
  }
}

/** Whether the form is the step itself, where the old weight stands with factor one. */
function isUpdate(terms: readonly LinearTerm[], weight: Value): boolean {
  return terms.some(({ value, coefficient }) => value.id === weight.id && coefficient === 1);
}

function sumOf(b: Builder, terms: readonly LinearTerm[], renamed: (old: Value) => Value): Value {
  const scaled = ({ value, coefficient }: LinearTerm) =>
    coefficient === 1 ? renamed(value) : b.mul(b.scalar(coefficient), renamed(value));
  return terms.slice(1).reduce((sum, term) => {
    const positive = negated(term.coefficient);
    return positive === null
      ? b.add(sum, scaled(term))
      : b.sub(sum, scaled({ ...term, coefficient: positive }));
  }, scaled(terms[0]!));
}

import type { Builder } from "../program/builder.ts";
import type { HostScalar } from "../program/host-scalar.ts";
import type { Value } from "../program/program.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import { instructionsOf, markPrimitives } from "../program/wiring.ts";
import { hostBinary } from "./host-scalars.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";
import { summands, type WeightPenalty, weightPenalty } from "./weight-penalty.ts";

const name = "fuse-weight-decay";

interface Split {
  /** The terms of the loss that stay in its graph. */
  readonly kept: readonly Value[];
  /** Those that leave it, by the id of the weight. */
  readonly penalties: ReadonlyMap<number, readonly WeightPenalty[]>;
}

/**
 * The penalty λΣw² leaves the loss graph: the gradient of the total by w becomes the gradient of what is left,
 * plus 2λw (λ·sign(w) for λΣ|w|), at the very place of the gradient (rule F-02). That place is before clipping,
 * momentum and moments, so the rewrite is legal for every optimizer; N-01, N-02 and N-04 forbid any later place.
 * Penalties on one tensor add their strengths (F-03). The reported values stay (N-12).
 */
export const fuseWeightDecay: Pass = {
  name,
  reason:
    "A penalty's gradient is known in closed form, so no reduction is differentiated; before differentiation, and the reported value stays (F-02, F-03, N-12).",
  run(program) {
    const graph = ValueGraph.of(program);
    const taker = new NoteTaker(name);
    const gradients = instructionsOf(program, "gradient");
    const splits = new Map<number, Split>();
    for (const [id, ofTotal] of Map.groupBy(gradients, ({ inputs }) => inputs[0]!.id)) {
      const sources = ofTotal.map(({ inputs }) => inputs[1]!);
      splits.set(id, splitLoss(graph, ofTotal[0]!.inputs[0]!, sources, taker));
    }
    const remainders = new Map<number, Value>();
    const replace: Replace = (instruction, { builder, renamed }) => {
      const [total, x] = instruction.inputs as readonly [Value, Value];
      const { kept, penalties } = splits.get(total.id)!;
      if (penalties.size === 0) return null;
      const own = penalties.get(x.id) ?? [];
      for (const { origin } of own) taker.take("rewrote", origin, describe(own));
      const weight = renamed(x);
      const data =
        kept.length === 0 ? [] : [builder.gradient(remainder(total, kept, builder, renamed), weight)];
      const terms = [...data, ...penaltyGradients(builder, own, weight)];
      return [
        terms.length === 0
          ? builder.constant(0, weight.shape)
          : terms.reduce((sum, term) => builder.add(sum, term)),
      ];
    };
    const rewritten = rewrite(program, replace, markPrimitives(program, ["gradient"]));
    return { program: rewritten, notes: taker.notes };

    function remainder(
      total: Value,
      kept: readonly Value[],
      builder: Builder,
      renamed: (old: Value) => Value,
    ): Value {
      const known = remainders.get(total.id);
      if (known !== undefined) return known;
      const made = kept.map(renamed).reduce((sum, term) => builder.add(sum, term));
      remainders.set(total.id, made);
      return made;
    }
  },
};

/**
 * A penalty leaves only if it is on an input of the program, such as a parameter, or on nothing that depends on what
 * the total is differentiated by: then its whole gradient is the closed form.
 */
function splitLoss(graph: ValueGraph, total: Value, sources: readonly Value[], taker: NoteTaker): Split {
  let moving: ReadonlySet<number> | null = null;
  const isMoving = ({ id }: Value): boolean => {
    moving ??= graph.computedFrom(sources);
    return moving.has(id);
  };
  const kept: Value[] = [];
  const penalties: WeightPenalty[] = [];
  for (const term of summands(graph, total)) {
    const penalty = weightPenalty(graph, term);
    if (penalty === null) kept.push(term);
    else if (graph.producer(penalty.weight) !== null && isMoving(penalty.weight)) {
      const text =
        "the penalty stays in the loss: it is on a value computed from a parameter, not on a parameter";
      taker.take("refused", penalty.origin, text);
      kept.push(term);
    } else penalties.push(penalty);
  }
  return { kept, penalties: Map.groupBy(penalties, ({ weight }) => weight.id) };
}

function penaltyGradients(b: Builder, penalties: readonly WeightPenalty[], weight: Value): readonly Value[] {
  if (penalties.length === 0) return [];
  return (["l2", "l1"] as const).flatMap((norm) => {
    const own = penalties.filter((penalty) => penalty.norm === norm);
    if (own.length === 0) return [];
    const strength = own.map((penalty) => penalty.strength).reduce((a, c) => hostBinary("add", a, c));
    return b.within(own[0]!.origin, () => {
      const coefficient: HostScalar = norm === "l2" ? hostBinary("mul", 2, strength) : strength;
      return [b.mul(b.scalar(coefficient), norm === "l2" ? weight : b.sign(weight))];
    });
  });
}

function describe(penalties: readonly WeightPenalty[]): string {
  const forms = { l1: "λ·sign(w)", l2: "2λ·w" };
  const norms = [...new Set(penalties.map(({ norm }) => norm))];
  const merged = penalties.length > norms.length ? "; penalties on one tensor were added (F-03)" : "";
  return `the penalty left the loss graph: ${norms.map((norm) => forms[norm]).join(" + ")} is added to the gradient (F-02)${merged}`;
}

import { sizeOf } from "../program/nd-array.ts";
import type { Instruction, Value } from "../program/program.ts";
import { type Replace, type Rewriting, rewrite } from "../program/rewrite.ts";
import { markPrimitives } from "../program/wiring.ts";
import { type AffineTarget, affineTarget, areComplements, type OneHotTerm } from "./affine-target.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { eitherOrder, ValueGraph } from "./value-graph.ts";

const name = "fuse-softmax-cross-entropy";

/**
 * -Σ_k t_k log softmax(z)_k with a target that is affine in one-hot labels becomes `softmax_cross_entropy`, whose
 * gradient is the closed form S·P - t (rules F-10, F-12); the one-hot tensor is gone.
 */
export const fuseSoftmaxCrossEntropy: Pass = {
  name,
  reason:
    "The closed form needs no one-hot tensor and no derivative of log or exp; before differentiation, so that the gradient is closed too (F-10, F-12).",
  run(program) {
    const graph = ValueGraph.of(program);
    const taker = new NoteTaker(name);
    const replace: Replace = (instruction, rewriting) => {
      const match = matchCrossEntropy(graph, instruction);
      if (match === null) return null;
      const target = affineTarget(graph, match.target);
      if (target === null || target.terms.length === 0) {
        const text =
          "cross-entropy keeps its target tensor: the target is not an affine function of integer labels " +
          "(given as a distribution, or with per-class weights, N-08)";
        taker.take("refused", instruction.origin, text);
        return null;
      }
      taker.take("rewrote", instruction.origin, describe(target));
      return [crossEntropy(graph, rewriting, rewriting.renamed(match.logits), target)];
    };
    const rewritten = rewrite(program, replace, markPrimitives(program, ["neg"]));
    return { program: rewritten, notes: taker.notes };
  },
};

function describe({ terms, off }: AffineTarget): string {
  const parts = ["softmax and cross-entropy became one primitive without a one-hot tensor (F-10)"];
  if (off !== 0) parts.push("label smoothing is inside it");
  if (terms.length > 1) parts.push("the mixed target became a mix of losses (F-12)");
  return parts.join("; ");
}

/** The logits and the target of -Σ t·log_softmax(z) over the last axis, if this instruction is that. */
function matchCrossEntropy(
  graph: ValueGraph,
  instruction: Instruction,
): { readonly logits: Value; readonly target: Value } | null {
  const sum = graph.made(instruction.inputs[0]!, "reduce_sum");
  if (sum === null || sum.attributes.keepDims || !overLastAxis(sum.attributes.axes, sum.inputs[0]!))
    return null;
  return eitherOrder(graph.operands(sum.inputs[0]!, "mul"), (target, logProbabilities) => {
    const logits = matchLogSoftmax(graph, logProbabilities);
    return logits !== null && target.shape.length === logits.shape.length ? { logits, target } : null;
  });
}

/** z in `s - log(Σ exp(s))`, s = z - shift: any shift that is one number per row cancels. */
function matchLogSoftmax(graph: ValueGraph, value: Value): Value | null {
  const [shifted, normalizer] = graph.operands(value, "sub") ?? [];
  if (shifted === undefined || normalizer === undefined) return null;
  const sum = graph.made(graph.operands(normalizer, "log")?.[0] ?? normalizer, "reduce_sum");
  if (sum === null || !sum.attributes.keepDims || !overLastAxis(sum.attributes.axes, shifted)) return null;
  if (graph.operands(sum.inputs[0]!, "exp")?.[0]?.id !== shifted.id) return null;
  const [z, shift] = graph.operands(shifted, "sub") ?? [];
  return z !== undefined && shift !== undefined && shift.shape.at(-1) === 1 ? z : shifted;
}

function overLastAxis(axes: readonly number[], x: Value): boolean {
  return axes.length === 1 && axes[0] === x.shape.length - 1;
}

function crossEntropy(graph: ValueGraph, rewriting: Rewriting, logits: Value, target: AffineTarget): Value {
  const { builder } = rewriting;
  const classes = logits.shape.at(-1)!;
  const examples = logits.shape.slice(0, -1);
  const rows = builder.reshape(logits, [sizeOf(examples), classes]);
  const loss = (term: OneHotTerm, on: number, off: number): Value => {
    const labels = builder.reshape(term.labels(rewriting), [sizeOf(examples)]);
    return builder.reshape(builder.emit("softmax_cross_entropy", [rows, labels], { on, off }), examples);
  };
  const weighted = (term: OneHotTerm, value: Value): Value => {
    if (term.share === null) return value;
    const share = term.share.make(rewriting);
    return builder.mul(
      share.shape.length === 0 ? share : builder.reshape(share, share.shape.slice(0, -1)),
      value,
    );
  };
  const { terms, off } = target;
  const [first, second] = terms as readonly [OneHotTerm, OneHotTerm?];
  const sumsToOne =
    second === undefined ? first.share === null : terms.length === 2 && areComplements(graph, first, second);
  // Where the shares sum to one, what is added to every class goes into each part; else it is a part of its own.
  const parts = terms.map((term) =>
    sumsToOne
      ? weighted(term, loss(term, term.factor + off, off))
      : weighted(term, builder.scale(loss(term, 1, 0), term.factor)),
  );
  if (!sumsToOne && off !== 0) parts.push(loss(first, off, off));
  return parts.reduce((a, b) => builder.add(a, b));
}

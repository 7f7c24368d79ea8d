import type { Instruction, Program, Value } from "../program/program.ts";
import { removeUnused } from "../program/remove-unused.ts";
import { type Replace, type Rewriting, rewrite } from "../program/rewrite.ts";
import { sameShape } from "../program/shape.ts";
import { instructionsOf } from "../program/wiring.ts";
import {
  commutes,
  commutingChain,
  type Masked,
  matchInner,
  matchMasked,
  mayCommute,
} from "./commuting-chain.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { ValueGraph } from "./value-graph.ts";

const name = "simplify-dropout";

/**
 * Dropout algebra (rule F-14). A mask moves behind what it commutes with: a positively homogeneous function (b),
 * a pooling over axes on which the mask is constant (d). There it meets another mask and the two become one (c),
 * drawn from the first one's stream: other draws, the same distribution. A mask of rate 0 is erased (e). Whatever
 * is not positively homogeneous, or mixes masked cells, stops a mask (N-06).
 */
export const simplifyDropout: Pass = {
  name,
  reason:
    "Masks behind poolings are smaller, and two masks in a row are one; before differentiation, so that the backward pass gains too (F-14).",
  run(program) {
    const taker = new NoteTaker(name);
    const settled = settle(program, taker);
    return { program: settled, notes: taker.notes };
  },
};

/** A round moves each mask as far as it goes and merges every second of those in a row: the rounds are few. */
function settle(program: Program, taker: NoteTaker): Program {
  for (let current = program; ; ) {
    const next = applyRules(current, taker);
    if (next === null) return current;
    // The mask's old place would count as a reader in the next round.
    current = removeUnused(next);
  }
}

/** Null when no rule applies. */
function applyRules(program: Program, taker: NoteTaker): Program | null {
  const graph = ValueGraph.of(program);
  const near = nearMasks(graph);
  if (near.length === 0) return null;
  let changed = false;
  const replace: Replace = (instruction, rewriting) => {
    const replaced = replacementOf(graph, instruction, rewriting, taker);
    if (replaced === null) return null;
    changed = true;
    return [replaced];
  };
  const next = rewrite(program, replace, graph.mark(near));
  return changed ? next : null;
}

/** The products with masks, their readers, and what follows these as long as masks may move behind it: a rule is about no other. */
function nearMasks(graph: ValueGraph): readonly Instruction[] {
  const masks = instructionsOf(graph.program, "keep_mask");
  const masked = masks.flatMap(({ outputs: [mask] }) => graph.users(mask!));
  const near = new Set(masked.flatMap(({ outputs: [value] }) => graph.users(value!)));
  // What is found meanwhile comes behind.
  for (const instruction of near)
    if (mayCommute(instruction)) for (const user of graph.users(instruction.outputs[0]!)) near.add(user);
  return [...masked, ...near];
}

const replacementOf: Rule = (graph, instruction, rewriting, taker) => {
  if (mayCommute(instruction)) return commute(graph, instruction, rewriting, taker);
  if (instruction.op !== "mul") return noteStop(graph, instruction, rewriting, taker);
  const masked = matchMasked(graph, instruction.outputs[0]!);
  if (masked === null) return null;
  if (masked.mask.attributes.rate !== 0) return merge(graph, instruction, masked, rewriting, taker);
  taker.take("rewrote", instruction.origin, "dropout of rate 0 was erased (F-14e)");
  return rewriting.renamed(masked.x);
};

type Rule = (
  graph: ValueGraph,
  instruction: Instruction,
  rewriting: Rewriting,
  taker: NoteTaker,
) => Value | null;

function merge(
  graph: ValueGraph,
  instruction: Instruction,
  outer: Masked,
  { builder, renamed }: Rewriting,
  taker: NoteTaker,
): Value | null {
  const inner = matchInner(graph, outer.x);
  if (inner === null) return null;
  const [p, q] = [inner.mask, outer.mask];
  const alone = [p, q].every((mask) => graph.soleUser(mask.outputs[0]!) !== null);
  if (!alone || !sameShape(p.attributes.shape, q.attributes.shape)) return null;
  const rate = 1 - (1 - p.attributes.rate) * (1 - q.attributes.rate);
  // Many strong masks in a row keep less than float64 tells from nothing, and no mask drops everything.
  if (rate >= 1) return null;
  const text = `two dropouts in a row, of rates ${p.attributes.rate} and ${q.attributes.rate}, became one of rate ${rate} (F-14c)`;
  taker.take("rewrote", instruction.origin, text);
  const key = renamed(p.inputs[0]!);
  return builder.mul(renamed(inner.x), builder.emit("keep_mask", [key], { shape: p.attributes.shape, rate }));
}

const commute: Rule = (graph, instruction, rewriting, taker) => {
  const chain = commutingChain(graph, instruction);
  if (chain === null) return noteStop(graph, instruction, rewriting, taker);
  const { builder, renamed } = rewriting;
  const moved = chain.behind.reduce((x, step) => {
    const rule = step.op === "relu" ? "F-14b" : "F-14d";
    taker.take("rewrote", step.origin, `dropout moved behind ${step.op} (${rule})`);
    return builder.emit(step.op, [x], step.attributes);
  }, renamed(chain.x));
  return builder.mul(moved, renamed(chain.mask.outputs[0]!));
};

/** Says why a mask cannot move on, where a reader may wonder. */
const noteStop: Rule = (graph, instruction, _, taker) => {
  const reason = whyStopped(instruction);
  const masked = reason === null ? null : matchInner(graph, instruction.inputs[0]!);
  if (masked !== null && !(mayCommute(instruction) && commutes(instruction, masked)))
    taker.take("refused", instruction.origin, `dropout stays where it is: ${reason} (N-06)`);
  return null;
};

function whyStopped({ op }: Instruction): string | null {
  if (op === "max_pool" || op === "avg_pool")
    return `its mask differs between the cells that ${op} takes together`;
  if (op === "sigmoid" || op === "tanh" || op === "exp" || op === "erf")
    return `${op} is not positively homogeneous`;
  return null;
}

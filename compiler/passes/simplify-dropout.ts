import type { Builder } from "../program/builder.ts";
import type { Instruction, InstructionOf, Program, Value } from "../program/program.ts";
import { removeUnused } from "../program/remove-unused.ts";
import { type Rewriting, rewrite } from "../program/rewrite.ts";
import { sameShape } from "../program/shape.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { eitherOrder, ValueGraph } from "./value-graph.ts";

const name = "simplify-dropout";

interface Masked {
  readonly x: Value;
  /** The mask's values are 0 and 1/(1 - rate), never negative: that is what the algebra rests on. */
  readonly mask: InstructionOf<"keep_mask">;
}

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

/** Each round moves every mask at most one step towards the end, so the rounds are bounded by the program. */
function settle(program: Program, taker: NoteTaker): Program {
  const graph = new ValueGraph(program);
  let changed = false;
  const next = rewrite(program, (instruction, rewriting) => {
    const replaced = rules.reduce<Value | null>(
      (done, rule) => done ?? rule(graph, instruction, rewriting, taker),
      null,
    );
    if (replaced === null) return null;
    changed = true;
    return [replaced];
  });
  // The mask's old place would count as a reader in the next round.
  return changed ? settle(removeUnused(next), taker) : program;
}

type Rule = (
  graph: ValueGraph,
  instruction: Instruction,
  rewriting: Rewriting,
  taker: NoteTaker,
) => Value | null;

const erase: Rule = (graph, instruction, { renamed }, taker) => {
  const masked = matchMasked(graph, instruction.outputs[0]!);
  if (masked === null || masked.mask.attributes.rate !== 0) return null;
  taker.take("rewrote", instruction.origin, "dropout of rate 0 was erased (F-14e)");
  return renamed(masked.x);
};

const merge: Rule = (graph, instruction, { builder, renamed }, taker) => {
  const outer = matchMasked(graph, instruction.outputs[0]!);
  const inner = outer === null ? null : matchInner(graph, outer.x);
  if (outer === null || inner === null) return null;
  const [p, q] = [inner.mask, outer.mask];
  const alone = [p, q].every((mask) => graph.soleUser(mask.outputs[0]!) !== null);
  if (!alone || !sameShape(p.attributes.shape, q.attributes.shape)) return null;
  const rate = 1 - (1 - p.attributes.rate) * (1 - q.attributes.rate);
  const text = `two dropouts in a row, of rates ${p.attributes.rate} and ${q.attributes.rate}, became one of rate ${rate} (F-14c)`;
  taker.take("rewrote", instruction.origin, text);
  const key = renamed(p.inputs[0]!);
  return builder.mul(renamed(inner.x), builder.emit("keep_mask", [key], { shape: p.attributes.shape, rate }));
};

const commute: Rule = (graph, instruction, { builder, renamed }, taker) => {
  const inner = instruction.inputs[0] === undefined ? null : matchInner(graph, instruction.inputs[0]);
  if (inner === null) return null;
  const apply = commuting(instruction, inner);
  if (apply === null) {
    const reason = whyStopped(instruction);
    if (reason !== null)
      taker.take("refused", instruction.origin, `dropout stays where it is: ${reason} (N-06)`);
    return null;
  }
  const rules = instruction.op === "relu" ? "F-14b" : "F-14d";
  taker.take("rewrote", instruction.origin, `dropout moved behind ${instruction.op} (${rules})`);
  return builder.mul(apply(builder, renamed(inner.x)), renamed(inner.mask.outputs[0]!));
};

const rules: readonly Rule[] = [erase, merge, commute];

function matchMasked(graph: ValueGraph, value: Value): Masked | null {
  return eitherOrder(graph.operands(value, "mul"), (x, factor) => {
    const mask = graph.made(factor, "keep_mask");
    return mask !== null && sameShape(x.shape, value.shape) ? { x, mask } : null;
  });
}

/** A masked value that nothing but the instruction at hand reads. */
function matchInner(graph: ValueGraph, value: Value): Masked | null {
  return graph.soleUser(value) === null ? null : matchMasked(graph, value);
}

/** How the instruction is applied to the unmasked value, if it commutes with the mask. */
function commuting(instruction: Instruction, { x, mask }: Masked): ((b: Builder, x: Value) => Value) | null {
  if (instruction.op === "relu") return (b, value) => b.relu(value);
  const { shape } = mask.attributes;
  const constantOverSpace = shape.length === x.shape.length && shape[1] === 1 && shape[2] === 1;
  if (!constantOverSpace) return null;
  if (instruction.op === "max_pool") return (b, value) => b.emit("max_pool", [value], instruction.attributes);
  if (instruction.op === "avg_pool") return (b, value) => b.emit("avg_pool", [value], instruction.attributes);
  return null;
}

function whyStopped({ op }: Instruction): string | null {
  if (op === "max_pool" || op === "avg_pool")
    return `its mask differs between the cells that ${op} takes together`;
  if (op === "sigmoid" || op === "tanh" || op === "exp" || op === "erf")
    return `${op} is not positively homogeneous`;
  return null;
}

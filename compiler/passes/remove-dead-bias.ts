import type { Instruction, Program, Value } from "../program/program.ts";
import { type Replace, rewrite } from "../program/rewrite.ts";
import { instructionsOf } from "../program/wiring.ts";
import { constantOf } from "./host-scalars.ts";
import { NoteTaker, type Pass } from "./pass.ts";
import { eitherOrder, ValueGraph } from "./value-graph.ts";

const name = "remove-dead-bias";

interface DeadBias {
  /** The sum without the bias. */
  readonly unbiased: Value;
  readonly bias: Value;
  readonly mean: Instruction;
  readonly centering: Instruction;
}

/**
 * A bias directly before batch normalization of the batch's own statistics is cancelled by the mean subtraction
 * (rule F-17): the sum is taken without it. The batch mean that the moving average reads still counts the bias,
 * so evaluation sees the same moving mean and the same bias; the parameter and its name stay, its gradient is 0.
 */
export const removeDeadBias: Pass = {
  name,
  reason:
    "Centering cancels the bias, so neither it nor its gradient need a pass over the activations; before differentiation (F-17).",
  run(program) {
    const graph = ValueGraph.of(program);
    const taker = new NoteTaker(name);
    const dead = findDeadBiases(program, graph, taker);
    if (dead.length === 0) return { program, notes: taker.notes };
    const byAddition = new Map(dead.map((found) => [found.addition, found]));
    const byMean = new Map(dead.map((found) => [found.mean, found]));
    const byCentering = new Map(dead.map((found) => [found.centering, found]));
    const unbiasedMeans = new Map<DeadBias, Value>();
    const replace: Replace = (instruction, { builder, renamed }) => {
      const removed = byAddition.get(instruction);
      if (removed !== undefined) return [renamed(removed.unbiased)];
      const averaged = byMean.get(instruction);
      if (averaged !== undefined) {
        const [a, b] = instruction.inputs.map(renamed);
        const mean = builder.mul(a!, b!);
        unbiasedMeans.set(averaged, mean);
        return [builder.add(mean, renamed(averaged.bias))];
      }
      const centered = byCentering.get(instruction);
      if (centered === undefined) return null;
      return [builder.sub(renamed(centered.unbiased), unbiasedMeans.get(centered)!)];
    };
    const found = [...byAddition.keys(), ...byMean.keys(), ...byCentering.keys()];
    const rewritten = rewrite(program, replace, graph.mark(found));
    return { program: rewritten, notes: taker.notes };
  },
};

function findDeadBiases(
  program: Program,
  graph: ValueGraph,
  taker: NoteTaker,
): readonly (DeadBias & { readonly addition: Instruction })[] {
  return instructionsOf(program, "add").flatMap((addition) => {
    const [biased] = addition.outputs as readonly [Value];
    const operands = eitherOrder(addition.inputs, (bias, unbiased) =>
      graph.input(bias)?.kind === "parameter" && bias.shape.length === 1 && unbiased.shape.length > 1
        ? { bias, unbiased }
        : null,
    );
    const centered = operands === null ? null : findCentering(graph, biased);
    if (operands === null || centered === null) return [];
    const { name: biasName } = graph.input(operands.bias)!;
    if (graph.isObserved(biased) || graph.users(biased).length > 2) {
      const text = `${biasName} stays before batch normalization: something else reads the biased sum`;
      taker.take("refused", addition.origin, text);
      return [];
    }
    const text = `${biasName} is cancelled by batch normalization: the sum is taken without it, the moving mean keeps it (F-17)`;
    taker.take("rewrote", addition.origin, text);
    return [{ ...operands, ...centered, addition }];
  });
}

/** x - mean(x) over all axes but the last, among the users of x. */
function findCentering(graph: ValueGraph, x: Value): Pick<DeadBias, "mean" | "centering"> | null {
  const sum = graph
    .users(x)
    .find(
      (user) =>
        user.op === "reduce_sum" &&
        user.attributes.axes.length === x.shape.length - 1 &&
        !user.attributes.axes.includes(x.shape.length - 1),
    );
  if (sum === undefined) return null;
  const count = x.shape.slice(0, -1).reduce((product, dimension) => product * dimension, 1);
  const mean = graph
    .users(sum.outputs[0]!)
    .find(
      (user) => user.op === "mul" && user.inputs.some((factor) => constantOf(graph, factor) === 1 / count),
    );
  if (mean === undefined) return null;
  const centering = graph
    .users(x)
    .find(
      ({ op, inputs }) => op === "sub" && inputs[0]!.id === x.id && inputs[1]!.id === mean.outputs[0]!.id,
    );
  return centering === undefined ? null : { mean, centering };
}

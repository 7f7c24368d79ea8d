/** Whole train programs in the normative order of one step (0.5), with the techniques that a test asks for. */
import { Builder } from "../../compiler/program/builder.ts";
import {
  globalNormClip,
  l1Penalty,
  l2Penalty,
  softmaxCrossEntropy,
} from "../../compiler/program/composites.ts";
import type { HostScalar } from "../../compiler/program/host-scalar.ts";
import type { Program, Value } from "../../compiler/program/program.ts";

export interface Recipe {
  readonly optimizer: "sgd" | "momentum" | "nesterov" | "adam";
  readonly learningRate?: HostScalar;
  /** Strengths; on kernels only. */
  readonly l2?: HostScalar;
  readonly l1?: HostScalar;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  readonly coupledDecay?: number;
  readonly decay?: number;
  readonly proxL1?: number;
  readonly maxNorm?: number;
  readonly ema?: number;
}

interface Parameter {
  readonly name: string;
  readonly value: Value;
  readonly isKernel: boolean;
}

/** Declares parameters as the network asks for them. */
export interface Network {
  readonly b: Builder;
  kernel(name: string, shape: readonly number[]): Value;
  vector(name: string, length: number): Value;
}

/** A train program for a network that returns its data loss. */
export function trainProgram(recipe: Recipe, build: (network: Network) => Value): Program {
  const b = new Builder("train");
  const parameters: Parameter[] = [];
  const declare = (name: string, shape: readonly number[], isKernel: boolean): Value => {
    const known = parameters.find((parameter) => parameter.name === name);
    if (known !== undefined) return known.value;
    const value = b.input("parameter", name, { shape, dtype: "f32" });
    parameters.push({ name, value, isKernel });
    return value;
  };
  const data = b.within("loss", () =>
    build({
      b,
      kernel: (name, shape) => declare(name, shape, true),
      vector: (name, length) => declare(name, [length], false),
    }),
  );
  const total = addPenalties(b, recipe, data, parameters);
  const gradients = b.within("gradient", () =>
    clip(
      b,
      recipe,
      parameters.map(({ value }) => b.gradient(total, value)),
    ),
  );
  parameters.forEach((parameter, i) => {
    b.within(`update.${parameter.name}`, () => update(b, recipe, parameter, gradients[i]!));
  });
  return b.finish();
}

function addPenalties(b: Builder, recipe: Recipe, data: Value, parameters: readonly Parameter[]): Value {
  b.output("loss.data", data);
  const kernels = parameters.filter(({ isKernel }) => isKernel);
  let total = data;
  for (const [name, penalty] of [["l2", l2Penalty] as const, ["l1", l1Penalty] as const]) {
    const strength = recipe[name];
    if (strength === undefined) continue;
    const parts = kernels.map((kernel) =>
      b.within(`penalty.${name}/${kernel.name}`, () => penalty(b, kernel.value, b.scalar(strength))),
    );
    const sum = parts.reduce((left, right) => b.add(left, right));
    b.output(`loss.penalty.${name}`, sum);
    total = b.add(total, sum);
  }
  b.output("loss.total", total);
  return total;
}

function clip(b: Builder, recipe: Recipe, gradients: readonly Value[]): readonly Value[] {
  if (recipe.clipNorm !== undefined) return globalNormClip(b, gradients, b.constant(recipe.clipNorm), 0);
  const { clipValue } = recipe;
  if (clipValue === undefined) return gradients;
  return gradients.map((g) => b.max(b.min(g, b.constant(clipValue)), b.constant(-clipValue)));
}

function update(b: Builder, recipe: Recipe, { name, value: w, isKernel }: Parameter, clipped: Value): void {
  const rate = b.scalar(recipe.learningRate ?? 0.1);
  const coupled = isKernel ? recipe.coupledDecay : undefined;
  const gradient = coupled === undefined ? clipped : b.add(clipped, b.scale(w, coupled));
  const direction = directionOf(b, recipe, name, gradient);
  const decay = isKernel ? recipe.decay : undefined;
  const shrunk = decay === undefined ? w : b.sub(w, b.mul(b.mul(rate, b.constant(decay)), w));
  let next = b.sub(shrunk, b.mul(rate, direction));
  if (isKernel && recipe.proxL1 !== undefined)
    next = softThreshold(b, next, b.mul(rate, b.constant(recipe.proxL1)));
  if (isKernel && recipe.maxNorm !== undefined) next = projectColumns(b, next, recipe.maxNorm);
  b.write(name, next);
  if (recipe.ema === undefined) return;
  const average = b.input("slot", `ema/${name}`, w);
  b.write(`ema/${name}`, b.add(average, b.mul(b.constant(1 - recipe.ema), b.sub(next, average))));
}

function directionOf(b: Builder, recipe: Recipe, name: string, g: Value): Value {
  const slot = (kind: string) => b.input("slot", `${kind}/${name}`, g);
  switch (recipe.optimizer) {
    case "sgd":
      return g;
    case "momentum":
    case "nesterov": {
      const v = b.add(b.scale(slot("momentum.v"), 0.9), g);
      b.write(`momentum.v/${name}`, v);
      return recipe.optimizer === "momentum" ? v : b.add(g, b.scale(v, 0.9));
    }
    case "adam": {
      const step: HostScalar = { op: "add", args: [{ op: "step" }, 1] };
      const correction = (beta: number) =>
        b.scalar({ op: "sub", args: [1, { op: "pow", args: [beta, step] }] });
      const m = b.add(b.scale(slot("adam.m"), 0.9), b.scale(g, 0.1));
      const v = b.add(b.scale(slot("adam.v"), 0.999), b.scale(b.square(g), 0.001));
      b.write(`adam.m/${name}`, m);
      b.write(`adam.v/${name}`, v);
      const root = b.sqrt(b.div(v, correction(0.999)));
      return b.div(b.div(m, correction(0.9)), b.add(root, b.constant(1e-8)));
    }
  }
}

/** S(x, τ) = sign(x)·max(|x| - τ, 0). */
export function softThreshold(b: Builder, x: Value, threshold: Value): Value {
  return b.mul(b.sign(x), b.relu(b.sub(b.abs(x), threshold)));
}

/** Max norm over the fan-in axes: every column of norm over `bound` is scaled down to it. */
export function projectColumns(b: Builder, w: Value, bound: number): Value {
  const axes = w.shape.slice(0, -1).map((_, axis) => axis);
  const norm = b.sqrt(b.sum(b.square(w), axes));
  return b.mul(w, b.div(b.constant(bound), b.max(norm, b.constant(bound))));
}

/** Three dense layers over a batch of five, relu between, softmax cross-entropy on integer labels. */
export function mlp({ b, kernel, vector }: Network, widths: readonly number[] = [4, 6, 5, 3]): Value {
  let x = b.input("batch", "x", { shape: [5, widths[0]!], dtype: "f32" });
  widths.slice(1).forEach((width, layer) => {
    x = b.matmul(x, kernel(`dense_${layer}.kernel`, [widths[layer]!, width]));
    x = b.add(x, vector(`dense_${layer}.bias`, width));
    if (layer < widths.length - 2) x = b.relu(x);
  });
  const labels = b.oneHot(b.input("batch", "label", { shape: [5], dtype: "i32" }), widths.at(-1)!);
  return b.mean(softmaxCrossEntropy(b, x, labels));
}

/** A loss whose gradient by each parameter is what the batch field `g/<name>` says: Σ g·w. */
export function givenGradients(shapes: Readonly<Record<string, readonly number[]>>) {
  return ({ b, kernel }: Network): Value =>
    Object.entries(shapes)
      .map(([name, shape]) =>
        b.sum(b.mul(b.input("batch", `g/${name}`, { shape, dtype: "f32" }), kernel(name, shape))),
      )
      .reduce((left, right) => b.add(left, right));
}

/** Whole specs, trained on wasm, on cpu and in the float64 interpreter: the same losses and the same weights. */
import { expect, test } from "vitest";
import { optimizers } from "../../compiler/definitions/optimizers/index.ts";
import { streamKey, uniform } from "../../compiler/random.ts";
import type { MemoryField } from "../../runtime/index.ts";
import { type History, stepsInterpreted, stepsOn, taskOf } from "./task.ts";

interface Example {
  readonly spec: string;
  readonly memory?: Readonly<Record<string, MemoryField>>;
}

/** 46 training rows: batches of 8 leave a last one of 6. */
const classes = "spirals(examples: 46, arms: 3) { split 100 / 0 / 0 }";

function perceptron(policy: string, optimizer = "sgd(lr: 0.1)"): Example {
  const spec = `data points = ${classes}
network Net {
  input x: points.x
  output logits = x -> dense(7) as first -> tanh -> dense(6) as second -> relu -> dense(3) as head
}
policy P {
  ${policy}
}
train t {
  network Net; policy P; data points; loss cross_entropy(logits, label); optimizer ${optimizer}
  batch 8; epochs 4; seed 11; metrics accuracy
}`;
  return { spec };
}

function noise(name: string, length: number): Float32Array {
  const [k0, k1] = streamKey(5, name, 0);
  return Float32Array.from({ length }, (_, i) => 2 * uniform(k0, k1, i) - 1);
}

const examples = 21;

const pictures: Readonly<Record<string, MemoryField>> = {
  image: { values: noise("image", examples * 9 * 8 * 2), shape: [9, 8, 2] },
  label: { values: Int32Array.from({ length: examples }, (_, i) => i % 3), shape: [], label: true },
};

function pictured(body: string, policy: string, optimizer: string): Example {
  const spec = `network Net {
  input image: f32[9, 8, 2]
  ${body} -> dense(3) as head
}
policy P {
  ${policy}
}
train t {
  network Net; policy P; data memory() { features image; target label; split 100 / 0 / 0 }
  loss cross_entropy(logits, label); optimizer ${optimizer}; batch 8; epochs 8; seed 2; metrics accuracy
}`;
  return { spec, memory: pictures };
}

const measured: Readonly<Record<string, MemoryField>> = {
  x: { values: noise("x", 30 * 4), shape: [4] },
  y: { values: noise("y", 30).map((value, i) => value + Math.sin(i)), shape: [] },
};

function regression(loss: string, policy: string, optimizer: string): Example {
  const spec = `network Net { input x: f32[4]; output y = x -> dense(5) as hidden -> gelu -> dense(1) as head }
policy P {
  ${policy}
}
train t {
  network Net; policy P; data memory() { features x; target y; split 100 / 0 / 0 }
  loss ${loss}(y); optimizer ${optimizer}; batch 7; epochs 8; seed 3; metrics mae, mse
}`;
  return { spec, memory: measured };
}

const specs: Readonly<Record<string, Example>> = {
  "penalties on kernels": perceptron(
    "first.kernel { l1 1e-3 }; second.kernel { l2 2e-3 }; head.kernel { elastic(l1: 1e-3, l2: 1e-3) }",
  ),
  "decay, coupled and decoupled, with momentum": perceptron(
    "first.kernel { decay 0.05 }; second.kernel { decay coupled(0.01) }; head.kernel { decay(0.002, scaled_by: none) }",
    "momentum(lr: 0.05)",
  ),
  "proximal steps": perceptron(
    "first.kernel { prox l1 0.01 }; head.kernel { prox elastic(l1: 0.01, l2: 0.02) }",
  ),
  projections: perceptron(
    "first.kernel { max_norm 0.7 }; second.kernel { unit_norm }; head.kernel { non_negative }",
  ),
  "noise, smoothing and activity penalties": perceptron(
    "input x { dropout 0.1 }\n  after first { dropout 0.4; activity_l2 0.01 }\n  after second { activity_l1 0.01 }\n  target { label_smoothing 0.1 }",
  ),
  "clipping by the norm of all": perceptron("kernel { l2 0.01 }; gradient { clip global_norm 0.3 }"),
  "clipping by the norm of each": perceptron("gradient { clip norm 0.1 }"),
  "clipping by value": perceptron("gradient { clip value 0.02 }"),
  "everything at once": perceptron(
    `first.kernel { elastic(l1: 1e-3, l2: 1e-3); max_norm 1.5 }
  second.kernel { decay 0.02; prox l1 0.005 }
  head { decay coupled(0.01) }
  bias { l2 1e-3 }
  after first { dropout 0.3; activity_l2 0.01 }
  target { label_smoothing(0.1, convention: exclude_true) }
  gradient { clip global_norm 0.5 }`,
    "adamw(lr: cosine(0.02, warmup: 1 epoch))",
  ),
  "stride, dilation, pools and batch norm": pictured(
    "output logits = image -> conv(4, 3, stride: 2, padding: same) as first -> batch_norm as norm -> relu -> conv(3, 2, dilation: 2) as second -> elu -> flatten",
    "kernel { decay 0.01 }; second.kernel { l2 1e-3 }",
    "adam(lr: 0.01)",
  ),
  "max and average pooling, a residual sum": pictured(
    "trunk = image -> conv(2, 3, padding: same) as first -> batch_norm\n  output logits = relu(image + trunk) -> max_pool(2) -> silu -> avg_pool([2, 2], stride: 1, padding: same) -> global_avg_pool",
    "kernel { l2 1e-3 }; after first { dropout 0.2 }",
    "nesterov(lr: 0.05)",
  ),
  "an average of weights and statistics": pictured(
    "output logits = image -> conv(2, 3) as first -> batch_norm as norm -> relu -> flatten",
    "kernel { l2 1e-3 }; head.kernel { max_norm 1 }; update { ema(0.9, warmup: 2) }",
    "adam(lr: 0.01)",
  ),
  "recurrent memories, a sequence and a last state": pictured(
    "output logits = image -> reshape([9, 16]) -> lstm(5) as first -> lstm(4, return: last) as second",
    "recurrent { decay 0.01 }; kernel { l2 1e-3 }; after first { dropout 0.2 }; update { ema 0.9 }",
    "adamw(lr: 0.01)",
  ),
  "a regression under mse": regression("mse", "kernel { l2 1e-3 }", "sgd(lr: 0.05)"),
  "a regression under mae": regression("mae", "kernel { prox l1 1e-2 }", "adam(lr: 0.01)"),
  "a regression under huber": regression("huber", "after hidden { dropout 0.3 }", "rmsprop(lr: 0.01)"),
  ...Object.fromEntries(
    Object.keys(optimizers).map((name) => [
      `the optimizer ${name}`,
      perceptron("kernel { decay 0.01; l1 1e-3 }; after first { dropout 0.2 }", `${name}(lr: 0.03)`),
    ]),
  ),
};

/** The greatest difference of two runs, each number beside its size or 1. */
function difference(one: History, other: History, steps: number): number {
  let greatest = 0;
  const compare = (a: number, b: number) => {
    const size = Math.abs(a - b) / Math.max(1, Math.abs(b));
    // NaN, which no comparison finds, counts as anything.
    greatest = size <= greatest ? greatest : Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
  };
  for (let step = 0; step < steps; step++) {
    const [left, right] = [one.outputs[step]!, other.outputs[step]!];
    expect(Object.keys(left).sort()).toEqual(Object.keys(right).sort());
    for (const [name, value] of Object.entries(left)) compare(value, right[name]!);
  }
  return greatest;
}

function weightDifference(one: History, other: History): number {
  expect([...one.tensors.keys()].sort()).toEqual([...other.tensors.keys()].sort());
  const differences = [...one.tensors].flatMap(([name, values]) =>
    Array.from(values, (value, i) => Math.abs(value - other.tensors.get(name)![i]!)),
  );
  return differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...differences);
}

test.each(Object.entries(specs))(
  "%s: wasm, cpu and the plain float64 program agree",
  async (_name, { spec, memory }) => {
    const task = await taskOf(spec, memory);
    const [wasm, cpu] = [await stepsOn("wasm", task, 20), await stepsOn("cpu", task, 20)];
    expect(difference(wasm, cpu, 20)).toBeLessThan(2e-4);
    // The last batch of an epoch, which is smaller, is among the first ten.
    const exact = await stepsInterpreted(task, 10);
    expect(difference(await stepsOn("wasm", task, 10), exact, 10)).toBeLessThan(1e-4);
    expect(weightDifference(await stepsOn("wasm", task, 10), exact)).toBeLessThan(1e-3);
    const [first, last] = [wasm.outputs[0]!, wasm.outputs[19]!];
    expect(last["loss.total"]).not.toBe(first["loss.total"]);
  },
);

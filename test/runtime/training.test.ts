import { describe, expect, test } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { Backend } from "../../runtime/backends/backend.ts";
import { array } from "../program/arrays.ts";
import { expectClose } from "../program/differences.ts";
import { bagOfWords, mlp, type Net, oddCnn, regressor } from "./nets.ts";
import { openOrFail } from "./on-backend.ts";
import { lossesInterpreted, lossesOn, Training } from "./train.ts";

const nets: Readonly<Record<string, Net>> = {
  "a perceptron": mlp(7, [13, 9, 10]),
  "a perceptron on batches of one": mlp(1, [5, 3, 10]),
  "a convolutional net with strides, dilation, pools and a mask": oddCnn(3),
  "a bag of words": bagOfWords(6, 5),
  "a regressor with one output": regressor(9),
};

const optimized = (net: Net): Net => ({ ...net, program: optimize(net.program).program });

describe.each(backendNames)("on %s", (name) => {
  test.each(Object.entries(nets))("%s trains as in the interpreter", async (_name, net) => {
    const backend = await openOrFail(name);
    const losses = await lossesOn(backend, net, 20);
    expect(losses.at(-1)).not.toBe(losses[0]);
    const expected = lossesInterpreted(net, 20);
    expectClose(losses, expected, 1e-4, "loss");
    expectClose(await lossesOn(backend, optimized(net), 20), expected, 1e-4, "loss, optimized");
  });

  test("two runs give the same losses, bit for bit", async () => {
    const backend = await openOrFail(name);
    const net = nets["a convolutional net with strides, dilation, pools and a mask"]!;
    expect(await lossesOn(backend, net, 5)).toEqual(await lossesOn(backend, net, 5));
  });

  test("as much memory is held after 10,000 steps as after 10, and none in the end", async () => {
    const backend = await openOrFail(name);
    const before = backend.held();
    const training = await Training.start(mlp(2, [3, 4, 10]), backend);
    for (let step = 0; step < 10; step++) await training.next();
    const early = backend.held();
    const bytes = training.session.memory().held;
    for (let step = 10; step < 10_000; step++) await training.next();
    expect(backend.held()).toBe(early);
    expect(training.session.memory().held).toBe(bytes);
    training.dispose();
    expect(backend.held()).toBe(before);
  });

  test("weights written in place are used in the next product", async () => {
    const backend = await openOrFail(name);
    // w' = w + 1, in place; XNNPACK has packed the old w by then.
    expect(await sumsOfProducts(backend)).toEqual([4, 8, 12]);
  });
});

test("both backends may run side by side", async () => {
  const net = nets["a bag of words"]!;
  const [wasm, cpu] = [await openOrFail("wasm"), await openOrFail("cpu")];
  const [one, other] = [await Training.start(net, wasm), await Training.start(net, cpu)];
  for (let step = 0; step < 3; step++) expect(await one.next()).toBeCloseTo(await other.next(), 6);
  one.dispose();
  other.dispose();
});

async function sumsOfProducts(backend: Backend): Promise<number[]> {
  const b = new Builder("count");
  const w = b.input("parameter", "w", { shape: [2, 2], dtype: "f32" });
  const ones = b.constant(1, [1, 2]);
  b.output("loss.total", b.sum(b.matmul(ones, w)));
  b.write("w", b.add(w, b.constant(1)));
  const net: Net = {
    program: b.finish(),
    state: new Map([["w", array([2, 2], [1, 1, 1, 1])]]),
    batch: () => new Map(),
  };
  const training = await Training.start(net, backend);
  const [step] = training.executor.plan.steps.slice(-1);
  expect(step!.call).toMatchObject({ overwrites: [0] });
  const sums = [await training.next(), await training.next(), await training.next()];
  training.dispose();
  return sums;
}

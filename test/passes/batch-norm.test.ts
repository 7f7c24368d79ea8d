import { describe, expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { batchNormalization, normalize } from "../../compiler/program/composites.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { type Network, type Recipe, trainProgram } from "./recipes.ts";
import { difference, expectSameTraining, textsOf, train, withOnly } from "./train.ts";

function normalized({ b, vector }: Network, x: Value, options: { readonly training: boolean }): Value {
  const channels = x.shape.at(-1)!;
  const state = (name: string) => b.input("state", name, { shape: [channels], dtype: "f32" });
  const [gamma, beta] = [vector("norm.gamma", channels), vector("norm.beta", channels)];
  const [mean, variance] = [state("norm.mean"), state("norm.variance")];
  if (!options.training) return normalize(b, { x, mean, variance, gamma, beta, epsilon: 1e-3 });
  const result = batchNormalization(b, {
    x,
    gamma,
    beta,
    movingMean: mean,
    movingVariance: variance,
    momentum: 0.9,
    epsilon: 1e-3,
  });
  b.write("norm.mean", result.movingMean);
  b.write("norm.variance", result.movingVariance);
  return result.output;
}

function dense({ b, kernel, vector }: Network): Value {
  const x = b.input("batch", "x", { shape: [6, 3], dtype: "f32" });
  return b.add(b.matmul(x, kernel("dense.kernel", [3, 4])), vector("dense.bias", 4));
}

const convolution = {
  strides: [1, 1],
  dilation: [1, 1],
  padding: [
    [1, 1],
    [1, 1],
  ],
} as const;

function conv({ b, kernel, vector }: Network): Value {
  const x = b.input("batch", "x", { shape: [2, 5, 5, 2], dtype: "f32" });
  return b.add(
    b.emit("conv2d", [x, kernel("conv.kernel", [3, 3, 2, 3])], convolution),
    vector("conv.bias", 3),
  );
}

const training = (recipe: Recipe, map: (network: Network) => Value) =>
  trainProgram(recipe, (network) => {
    const y = normalized(network, map(network), { training: true });
    return network.b.mean(network.b.square(network.b.sub(network.b.tanh(y), network.b.constant(0.3))));
  });

describe("F-17: a bias before batch normalization is dead", () => {
  test.each([
    ["dense", dense],
    ["conv", conv],
  ] as const)("%s: parameters, slots and moving statistics train as before", (_name, map) => {
    for (const recipe of [
      { optimizer: "sgd", l2: 0.01 },
      { optimizer: "momentum", decay: 0.1 },
      { optimizer: "adam", clipNorm: 0.2 },
    ] as const) {
      const program = training(recipe, map);
      const { program: rewritten, notes } = withOnly(program, "remove-dead-bias");
      expect(textsOf(notes, "rewrote")[0]).toContain("is cancelled by batch normalization");
      expectSameTraining(program, rewritten);
    }
  });

  test("the sum is taken without the bias, the moving mean with it", () => {
    const b = new Builder("train");
    const input = (kind: "batch" | "parameter" | "state", name: string, shape: readonly number[]) =>
      b.input(kind, name, { shape, dtype: "f32" });
    const x = b.add(input("batch", "x", [4, 2]), input("parameter", "bias", [2]));
    const movingMean = input("state", "mean", [2]);
    const movingVariance = input("state", "variance", [2]);
    const n = batchNormalization(b, {
      x,
      gamma: null,
      beta: null,
      movingMean,
      movingVariance,
      momentum: 0.5,
      epsilon: 1,
    });
    b.output("y", n.output);
    b.write("mean", n.movingMean);
    b.write("variance", n.movingVariance);
    const program = b.finish();
    const { program: rewritten } = withOnly(program, "remove-dead-bias");
    expect(print(rewritten)).toMatchInlineSnapshot(`
      "program train
        %0: f32[4, 2] = batch x
        %1: f32[2] = parameter bias
        %2: f32[2] = state mean
        %3: f32[2] = state variance
        %4: f32[2] = reduce_sum %0 {axes: [0]}
        %5: f32[] = constant {value: 0.25}
        %6: f32[2] = mul %4 %5
        %7: f32[2] = add %6 %1
        %8: f32[4, 2] = sub %0 %6
        %9: f32[4, 2] = mul %8 %8
        %10: f32[2] = reduce_sum %9 {axes: [0]}
        %11: f32[2] = mul %10 %5
        %12: f32[] = constant {value: 1}
        %13: f32[2] = add %11 %12
        %14: f32[2] = sqrt %13
        %15: f32[2] = div %12 %14
        %16: f32[4, 2] = mul %8 %15
        %17: f32[] = constant {value: 0.5}
        %18: f32[2] = mul %2 %17
        %19: f32[2] = mul %7 %17
        %20: f32[2] = add %18 %19
        %21: f32[2] = mul %3 %17
        %22: f32[2] = mul %11 %17
        %23: f32[2] = add %21 %22
        output y = %16
        write mean = %20
        write variance = %23
      "
    `);
    expectSameTraining(program, rewritten, 3);
    // Without the bias in the moving mean, evaluation would see another function.
    const { held } = train(rewritten, 1);
    const unbiased = train(
      rewritten,
      1,
      new Map([["bias", { shape: [2], dtype: "f32", data: new Float64Array(2) }]]),
    );
    expect(Math.abs(held.get("mean")!.data[0]! - unbiased.held.get("mean")!.data[0]!)).toBeGreaterThan(1e-4);
  });

  test("refused where something else reads the biased sum", () => {
    const program = trainProgram({ optimizer: "sgd" }, (network) => {
      const x = dense(network);
      const y = normalized(network, x, { training: true });
      return network.b.mean(network.b.square(network.b.add(x, y)));
    });
    const { program: rewritten, notes } = withOnly(program, "remove-dead-bias");
    expect(textsOf(notes, "refused")).toEqual([
      "dense.bias stays before batch normalization: something else reads the biased sum",
    ]);
    expect(difference(train(lowerPlainly(program)), train(rewritten))).toBe(0);
  });
});

describe("F-16: batch normalization folds into the linear map at inference", () => {
  const predicting = (map: (network: Network) => Value): Program => {
    const b = new Builder("predict");
    const parameter = (name: string, shape: readonly number[]) =>
      b.input("parameter", name, { shape, dtype: "f32" });
    const network: Network = { b, kernel: parameter, vector: (name, length) => parameter(name, [length]) };
    b.output("y", b.relu(normalized(network, map(network), { training: false })));
    return b.finish();
  };
  const fold = (program: Program) => withOnly(program, "fold-batch-norm", "remove-dead-code");

  test("after a convolution with a bias", () => {
    const { program, notes } = fold(predicting(conv));
    expect(textsOf(notes, "rewrote")[0]).toContain("(F-16)");
    expect(print(program)).toMatchInlineSnapshot(`
      "program predict
        %0: f32[2, 5, 5, 2] = batch x
        %1: f32[3, 3, 2, 3] = parameter conv.kernel
        %2: f32[3] = parameter conv.bias
        %3: f32[3] = parameter norm.gamma
        %4: f32[3] = parameter norm.beta
        %5: f32[3] = state norm.mean
        %6: f32[3] = state norm.variance
        %7: f32[] = constant {value: 0.001}
        %8: f32[3] = add %6 %7
        %9: f32[3] = sqrt %8
        %10: f32[3] = div %3 %9
        %11: f32[3] = sub %2 %5
        %12: f32[3] = mul %11 %10
        %13: f32[3] = add %12 %4
        %14: f32[3, 3, 2, 3] = mul %1 %10
        %15: f32[2, 5, 5, 3] = conv2d %0 %14 {strides: [1,1], dilation: [1,1], padding: [[1,1],[1,1]]}
        %16: f32[2, 5, 5, 3] = add %15 %13
        %17: f32[2, 5, 5, 3] = relu %16
        output y = %17
      "
    `);
    expect(difference(train(lowerPlainly(predicting(conv)), 3), train(program, 3))).toBeLessThan(1e-9);
  });

  test("after a dense layer, with and without a bias, with a transposed kernel", () => {
    const maps: readonly ((network: Network) => Value)[] = [
      dense,
      ({ b, kernel }) =>
        b.matmul(b.input("batch", "x", { shape: [6, 3], dtype: "f32" }), kernel("k", [3, 4])),
      ({ b, kernel }) =>
        b.matmul(b.input("batch", "x", { shape: [6, 3], dtype: "f32" }), kernel("k", [4, 3]), false, true),
    ];
    for (const map of maps) {
      const program = predicting(map);
      const { program: folded, notes } = fold(program);
      expect(textsOf(notes, "rewrote").length).toBeGreaterThan(0);
      // The mean went into the bias: no tensor of the batch is centered.
      expect(
        folded.instructions.filter(({ op, outputs }) => op === "sub" && outputs[0]!.shape[0] === 6),
      ).toEqual([]);
      expect(difference(train(lowerPlainly(program), 3), train(folded, 3))).toBeLessThan(1e-9);
    }
  });

  test("refused where the kernel is larger than the activation", () => {
    const program = predicting(({ b, kernel }) =>
      b.matmul(b.input("batch", "x", { shape: [2, 9], dtype: "f32" }), kernel("k", [9, 4])),
    );
    expect(textsOf(fold(program).notes, "refused")[0]).toContain("cost more");
  });

  test("N-10: never in training, where the statistics are the batch's", () => {
    const program = training({ optimizer: "sgd" }, conv);
    const { program: kept, notes } = withOnly(program, "fold-batch-norm");
    expect(textsOf(notes, "refused")).toEqual([
      "batch normalization stays as it is: its statistics are those of the batch (N-10)",
    ]);
    expect(difference(train(lowerPlainly(program)), train(kept))).toBe(0);
    const frozen = trainProgram({ optimizer: "sgd" }, (network) => {
      const y = normalized(network, conv(network), { training: false });
      return network.b.mean(network.b.square(network.b.sub(network.b.tanh(y), network.b.constant(0.3))));
    });
    const kernels = [program, frozen].map((p) => train(lowerPlainly(p)).held.get("conv.kernel")!.data);
    expect(Math.abs(kernels[0]![0]! - kernels[1]![0]!)).toBeGreaterThan(1e-4);
    expect(textsOf(withOnly(frozen, "fold-batch-norm").notes, "refused")[0]).toContain(
      "this program trains (N-10)",
    );
  });
});

test("a dead bias does not move, whatever the optimizer", () => {
  const { program } = optimize(training({ optimizer: "adam", l2: 0.01 }, conv));
  expect(train(program).held.get("conv.bias")).toEqual(train(program, 0).held.get("conv.bias"));
});

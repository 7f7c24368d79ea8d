import { describe, expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { print } from "../../compiler/program/print.ts";
import golden from "../fixtures/golden-passes.json" with { type: "json" };
import { array } from "../program/arrays.ts";
import { givenGradients, mlp, type Recipe, trainProgram } from "./recipes.ts";
import { difference, expectSameTraining, textsOf, train, withOnly } from "./train.ts";

const passes = ["fuse-weight-decay", "shrink-under-sgd"];
const rewrites = (recipe: Recipe) =>
  withOnly(
    trainProgram(recipe, (network) => mlp(network)),
    ...passes,
    "remove-dead-code",
  );

/** Trains one weight vector under given gradients; without any they are zero. */
function weightsAfter(
  recipe: Recipe,
  steps: number,
  start: readonly number[],
  gradients?: readonly number[][],
) {
  const shape = [start.length];
  const { program } = optimize(trainProgram(recipe, givenGradients({ w: shape })));
  let w = array(shape, start);
  for (let step = 0; step < steps; step++) {
    const g = array(shape, gradients?.[step] ?? start.map(() => 0));
    w = train(
      program,
      1,
      new Map([
        ["w", w],
        ["g/w", g],
      ]),
    ).held.get("w")!;
  }
  return [...w.data];
}

describe("F-01: under plain SGD the L2 penalty is a factor on the weight", () => {
  test("w - η(g + 2λw) becomes (1 - 2ηλ)w - ηg", () => {
    const program = trainProgram({ optimizer: "sgd", l2: 0.05 }, givenGradients({ w: [2] }));
    const rewritten = withOnly(program, ...passes, "remove-dead-code");
    expect(print(rewritten.program)).toMatchInlineSnapshot(`
      "program train
        %0: f32[2] = batch g/w
        %1: f32[2] = parameter w
        %2: f32[2] = mul %0 %1  // loss
        %3: f32[] = reduce_sum %2 {axes: [0]}  // loss
        %4: f32[] = constant {value: 0.05}  // penalty.l2/w
        %5: f32[2] = mul %1 %1  // penalty.l2/w
        %6: f32[] = reduce_sum %5 {axes: [0]}  // penalty.l2/w
        %7: f32[] = mul %4 %6  // penalty.l2/w
        %8: f32[] = add %3 %7
        %9: f32[] = constant {value: 1}  // gradient
        %10: f32[1] = reshape %9  // loss
        %11: f32[2] = broadcast %10  // loss
        %12: f32[2] = mul %11 %0  // loss
        %13: f32[] = constant {value: 0.99}  // update.w
        %14: f32[2] = mul %13 %1  // update.w
        %15: f32[] = constant {value: 0.1}  // update.w
        %16: f32[2] = mul %15 %12  // update.w
        %17: f32[2] = sub %14 %16  // update.w
        output loss.data = %3
        output loss.penalty.l2 = %7
        output loss.total = %8
        write w = %17
      "
    `);
    expect(textsOf(rewritten.notes, "rewrote")).toContain(
      "the decay of w became one factor on the weight, computed on the host (F-01, F-04)",
    );
    expectSameTraining(program, rewritten.program);
  });

  test.each([
    { optimizer: "sgd", l2: 0.05 },
    { optimizer: "sgd", l2: 0.05, l1: 0.01 },
    { optimizer: "sgd", coupledDecay: 0.1 },
    { optimizer: "sgd", l2: 0.05, proxL1: 0.02, maxNorm: 0.7, ema: 0.9 },
  ] as const)("random nets train the same: %o", (recipe) => {
    for (const widths of [
      [4, 6, 5, 3],
      [2, 3, 3],
      [7, 3],
    ]) {
      const program = trainProgram(recipe, (network) => mlp(network, widths));
      const { program: rewritten, notes } = withOnly(program, ...passes);
      expect(textsOf(notes, "rewrote").some((text) => text.includes("one factor"))).toBe(true);
      expectSameTraining(program, rewritten);
    }
  });

  test("the factor follows the schedules of both the rate and the strength", () => {
    const halving = (from: number) =>
      ({ op: "schedule", schedule: { name: "halving", options: { from } } }) as const;
    const recipe = { optimizer: "sgd", learningRate: halving(0.2), l2: halving(0.3) } as const;
    const program = trainProgram(recipe, (network) => mlp(network));
    const { program: rewritten } = withOnly(program, ...passes, "remove-dead-code");
    expect(print(rewritten)).toContain("scalar (1 - (");
    expectSameTraining(program, rewritten);
  });

  test("the golden coupled SGD of torch: half form, so λ/2 as a penalty", () => {
    const weights = weightsAfter({ optimizer: "sgd", l2: 0.005 }, 3, golden.w0, golden.grads);
    golden.sgd.forEach((expected, i) => {
      expect(weights[i]).toBeCloseTo(expected, 9);
    });
  });
});

test("a net without penalties gives nothing to say", () => {
  for (const optimizer of ["sgd", "momentum", "nesterov", "adam"] as const)
    expect(rewrites({ optimizer }).notes.filter(({ pass }) => passes.includes(pass))).toEqual([]);
});

test("F-04: decoupled decay and step are one form of the old weight", () => {
  for (const optimizer of ["sgd", "momentum", "adam"] as const) {
    const program = trainProgram({ optimizer, decay: 0.3 }, (network) => mlp(network));
    const { program: rewritten, notes } = withOnly(program, ...passes);
    expect(textsOf(notes, "rewrote").length).toBe(3);
    expectSameTraining(program, rewritten);
  }
});

test("F-03: coupled and decoupled decay under SGD add, for both act on the old weight", () => {
  const program = trainProgram(
    { optimizer: "sgd", learningRate: 0.1, l2: 0.05, decay: 0.3 },
    givenGradients({ w: [2] }),
  );
  const { program: rewritten } = withOnly(program, ...passes, "remove-dead-code");
  expect(print(rewritten)).toContain("{value: 0.96}");
  expectSameTraining(program, rewritten);
});

describe("N-01: under momentum the penalty is no decay of the weight", () => {
  test("refused, and the note names momentum", () => {
    const { notes } = rewrites({ optimizer: "momentum", l2: 0.05 });
    expect(textsOf(notes, "refused")).toContain(
      "the penalty on dense_0.kernel stays a term of the gradient: momentum reads the gradient with the penalty in it, into momentum.v/dense_0.kernel (N-01)",
    );
    expect(textsOf(notes, "rewrote").some((text) => text.includes("one factor"))).toBe(false);
  });

  test("the golden numbers: coupled .944379, decoupled .970299", () => {
    const [coupled] = weightsAfterMomentum({ l2: 0.05 });
    const [decoupled] = weightsAfterMomentum({ decay: 0.1 });
    expect(coupled).toBeCloseTo(0.944379, 9);
    expect(decoupled).toBeCloseTo(0.970299, 9);
  });

  function weightsAfterMomentum(strength: Partial<Recipe>): readonly number[] {
    const program = trainProgram({ optimizer: "momentum", ...strength }, givenGradients({ w: [1] }));
    const given = new Map([
      ["w", array([1], [1])],
      ["g/w", array([1], [0])],
    ]);
    return [...train(optimize(program).program, 3, given).held.get("w")!.data];
  }
});

test("N-02: under Adam the penalty is no decoupled decay, and the moments are named", () => {
  const penalty = { optimizer: "adam", l2: 0.05 } as const;
  const forbidden = trainProgram({ optimizer: "adam", decay: 0.1 }, givenGradients({ w: [3] }));
  const truth = trainProgram(penalty, givenGradients({ w: [3] }));
  const weights = [truth, forbidden].map((program) => train(optimize(program).program).held.get("w")!.data);
  expect(Math.abs(weights[0]![0]! - weights[1]![0]!)).toBeGreaterThan(1e-4);
  expect(textsOf(rewrites(penalty).notes, "refused")).toContain(
    "the penalty on dense_0.kernel stays a term of the gradient: the optimizer's moments read the gradient with the penalty in it, into adam.m/dense_0.kernel and adam.v/dense_0.kernel (N-02)",
  );
  expectSameTraining(truth, withOnly(truth, ...passes).program);
});

test("an average of the weights hinders no shrink, and is not taken for a moment of the gradient", () => {
  const told = (optimizer: "sgd" | "momentum") => rewrites({ optimizer, l2: 0.05, ema: 0.9 }).notes;
  expect(textsOf(told("sgd"), "rewrote").some((text) => text.includes("one factor"))).toBe(true);
  expect(textsOf(told("momentum"), "refused")).toContain(
    "the penalty on dense_0.kernel stays a term of the gradient: momentum reads the gradient with the penalty in it, into momentum.v/dense_0.kernel (N-01)",
  );
});

describe("N-04: what clipping reads is not taken apart", () => {
  test.each([
    { clipNorm: 0.3, reader: "clipping by norm" },
    { clipValue: 0.05, reader: "clipping by value" },
  ])("$reader sees the penalty", ({ clipNorm, clipValue, reader }) => {
    const clip = clipNorm === undefined ? { clipValue } : { clipNorm };
    const truth = trainProgram({ optimizer: "sgd", l2: 0.1, ...clip }, (network) => mlp(network));
    const afterClip = trainProgram({ optimizer: "sgd", coupledDecay: 0.2, ...clip }, (network) =>
      mlp(network),
    );
    const { program, notes } = withOnly(truth, ...passes);
    expect(textsOf(notes, "refused")[0]).toContain(
      `${reader} reads the gradient with the penalty in it (N-04)`,
    );
    expectSameTraining(truth, program);
    const [kept, forbidden] = [truth, afterClip].map((p) => train(optimize(p).program).held);
    const [a, b] = [kept!, forbidden!].map((held) => ({ held, outputs: [] }));
    expect(difference(a!, b!)).toBeGreaterThan(1e-4);
  });

  test("a decay coupled after the clip is a factor under SGD", () => {
    const program = trainProgram({ optimizer: "sgd", coupledDecay: 0.2, clipNorm: 0.3 }, (network) =>
      mlp(network),
    );
    const { program: rewritten, notes } = withOnly(program, ...passes);
    expect(textsOf(notes, "refused")).toEqual([]);
    expect(textsOf(notes, "rewrote").length).toBe(3);
    expectSameTraining(program, rewritten);
  });
});

test("N-03: an L1 penalty stays a subgradient, and prox stays prox", () => {
  const [penalty, prox] = [{ l1: 0.05 }, { proxL1: 0.05 }].map((l1) =>
    trainProgram({ optimizer: "sgd", ...l1 }, (network) => mlp(network)),
  );
  const held = [penalty!, prox!].map((program) => ({
    held: train(optimize(program).program).held,
    outputs: [],
  }));
  expect(difference(held[0]!, held[1]!)).toBeGreaterThan(1e-4);
  const zeros = (history: { held: ReadonlyMap<string, { data: Float64Array }> }) =>
    [...history.held.values()].flatMap(({ data }) => [...data]).filter((cell) => cell === 0).length;
  expect(zeros(held[0]!)).toBe(0);
  expect(zeros(held[1]!)).toBeGreaterThan(0);
  for (const program of [penalty!, prox!]) expectSameTraining(program, optimize(program).program);
});

test("N-07: max norm stays behind the update", () => {
  const recipe = { optimizer: "sgd", l2: 0.05, maxNorm: 0.6 } as const;
  const program = trainProgram(recipe, (network) => mlp(network));
  const optimized = optimize(program).program;
  expectSameTraining(program, optimized);
  const norms = (history: ReturnType<typeof train>) => {
    const { data, shape } = history.held.get("dense_0.kernel")!;
    return Array.from({ length: shape[1]! }, (_, column) =>
      Math.hypot(...data.filter((_cell, i) => i % shape[1]! === column)),
    );
  };
  for (const norm of norms(train(optimized))) expect(norm).toBeLessThan(0.6 + 1e-9);
  // Before the update, the step would leave the ball again.
  const unprojected = train(
    lowerPlainly(trainProgram({ optimizer: "sgd", l2: 0.05 }, (network) => mlp(network))),
  );
  expect(Math.max(...norms(unprojected))).toBeGreaterThan(0.6 + 1e-4);
});

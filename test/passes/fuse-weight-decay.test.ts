import { describe, expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { l2Penalty } from "../../compiler/program/composites.ts";
import { print } from "../../compiler/program/print.ts";
import { givenGradients, mlp, type Recipe, trainProgram } from "./recipes.ts";
import { difference, expectSameTraining, operations, textsOf, train, withOnly } from "./train.ts";

const pass = "fuse-weight-decay";

describe("F-02: a penalty's gradient stands beside the gradient", () => {
  const recipes: readonly Recipe[] = (["sgd", "momentum", "nesterov", "adam"] as const).flatMap(
    (optimizer) => [
      { optimizer, l2: 0.02 },
      { optimizer, l2: 0.02, l1: 0.003, clipNorm: 0.5 },
      { optimizer, l1: 0.01, decay: 0.05, clipValue: 0.1 },
    ],
  );

  test.each(recipes)("$optimizer with l2 $l2, l1 $l1 trains as before", (recipe) => {
    const program = trainProgram(recipe, (network) => mlp(network));
    const { program: rewritten, notes } = withOnly(program, pass);
    expect(textsOf(notes, "rewrote").length).toBeGreaterThan(0);
    expect(textsOf(notes, "refused")).toEqual([]);
    expectSameTraining(program, rewritten);
  });

  test("under a schedule of the strength", () => {
    const l2 = { op: "schedule", schedule: { name: "halving", options: { from: 0.1 } } } as const;
    const program = trainProgram({ optimizer: "adam", l2 }, (network) => mlp(network));
    expectSameTraining(program, withOnly(program, pass).program);
  });

  test("the gradient of the total becomes the gradient of the data loss plus 2λw", () => {
    const program = trainProgram({ optimizer: "sgd", l2: 0.01 }, givenGradients({ w: [2] }));
    const trace = optimize(program, { trace: true }).trace!;
    expect(print(trace.find((step) => step.pass === pass)!.program)).toMatchInlineSnapshot(`
      "program train
        %0: f32[2] = batch g/w
        %1: f32[2] = parameter w
        %2: f32[2] = mul %0 %1  // loss
        %3: f32[] = reduce_sum %2 {axes: [0]}  // loss
        %4: f32[] = constant {value: 0.01}  // penalty.l2/w
        %5: f32[2] = mul %1 %1  // penalty.l2/w
        %6: f32[] = reduce_sum %5 {axes: [0]}  // penalty.l2/w
        %7: f32[] = mul %4 %6  // penalty.l2/w
        %8: f32[] = add %3 %7
        %9: f32[2] = gradient %3 %1  // gradient
        %10: f32[] = constant {value: 0.02}  // penalty.l2/w
        %11: f32[2] = mul %10 %1  // penalty.l2/w
        %12: f32[2] = add %9 %11  // gradient
        %13: f32[] = constant {value: 0.1}  // update.w
        %14: f32[2] = mul %13 %12  // update.w
        %15: f32[2] = sub %1 %14  // update.w
        output loss.data = %3
        output loss.penalty.l2 = %7
        output loss.total = %8
        write w = %15
      "
    `);
  });
});

test("F-03: penalties on one tensor add their strengths", () => {
  const b = new Builder("train");
  const w = b.input("parameter", "w", { shape: [3], dtype: "f32" });
  const g = b.input("batch", "g", { shape: [3], dtype: "f32" });
  const penalties = [0.1, 0.25].map((strength) => l2Penalty(b, w, b.constant(strength)));
  const total = penalties.reduce((sum, penalty) => b.add(sum, penalty), b.sum(b.mul(g, w)));
  b.write("w", b.sub(w, b.scale(b.gradient(total, w), 0.1)));
  const program = b.finish();
  const { program: rewritten, notes } = withOnly(program, pass, "remove-dead-code");
  expect(textsOf(notes, "rewrote")[0]).toContain("penalties on one tensor were added (F-03)");
  expect(rewritten.instructions.filter(({ op }) => op === "constant")).toContainEqual(
    expect.objectContaining({ attributes: expect.objectContaining({ value: 0.7 }) }),
  );
  expectSameTraining(program, rewritten);
});

test("N-12: the reported penalty and total stay what they were", () => {
  const program = trainProgram({ optimizer: "sgd", l2: 0.3 }, (network) => mlp(network));
  const [plain, optimized] = [lowerPlainly(program), optimize(program).program].map((p) => train(p, 3));
  for (const name of ["loss.data", "loss.penalty.l2", "loss.total"])
    plain!.outputs.forEach((outputs, step) => {
      expect(optimized!.outputs[step]!.get(name)!.data[0]).toBeCloseTo(outputs.get(name)!.data[0]!, 9);
    });
  // The forbidden rewrite would report the data loss as the total.
  const last = plain!.outputs.at(-1)!;
  expect(last.get("loss.total")!.data[0]! - last.get("loss.data")!.data[0]!).toBeGreaterThan(1e-4);
});

describe("N-14: a shared parameter is penalised once", () => {
  const tied = (count: number) => {
    const b = new Builder("train");
    const w = b.input("parameter", "w", { shape: [3, 3], dtype: "f32" });
    const x = b.input("batch", "x", { shape: [2, 3], dtype: "f32" });
    const data = b.sum(b.tanh(b.matmul(b.tanh(b.matmul(x, w)), w, false, true)));
    let total = data;
    for (let use = 0; use < count; use++) total = b.add(total, l2Penalty(b, w, b.constant(0.1)));
    b.write("w", b.sub(w, b.scale(b.gradient(total, w), 0.1)));
    return b.finish();
  };

  test("with two uses, one of them transposed", () => {
    expectSameTraining(tied(1), withOnly(tied(1), pass).program);
  });

  test("once for every use would be another training", () => {
    const [once, twice] = [1, 2].map((count) => train(optimize(tied(count)).program));
    expect(difference(once!, twice!)).toBeGreaterThan(1e-4);
  });
});

test("N-17: the strength is not divided by the batch", () => {
  const program = trainProgram({ optimizer: "sgd", l2: 0.2 }, (network) => mlp(network));
  const averaged = trainProgram({ optimizer: "sgd", l2: 0.2 / 5 }, (network) => mlp(network));
  expectSameTraining(program, withOnly(program, pass).program);
  const [truth, forbidden] = [program, averaged].map((p) => train(optimize(p).program));
  for (const history of [truth!, forbidden!])
    for (const outputs of history.outputs) (outputs as Map<string, unknown>).clear();
  expect(difference(truth!, forbidden!)).toBeGreaterThan(1e-4);
});

test("a penalty on a value computed from a parameter stays in the loss", () => {
  const b = new Builder("train");
  const w = b.input("parameter", "w", { shape: [3], dtype: "f32" });
  const normalized = b.div(w, b.add(b.sum(b.square(w)), b.constant(1)));
  const total = b.add(b.sum(b.tanh(normalized)), l2Penalty(b, normalized, b.constant(0.4)));
  b.write("w", b.sub(w, b.scale(b.gradient(total, w), 0.1)));
  const program = b.finish();
  const { program: rewritten, notes } = withOnly(program, pass);
  expect(textsOf(notes, "refused")).toEqual([
    "the penalty stays in the loss: it is on a value computed from a parameter, not on a parameter",
  ]);
  expectSameTraining(program, rewritten);
});

test("no reduction of a penalty is differentiated", () => {
  const program = trainProgram({ optimizer: "adam", l2: 0.1 }, givenGradients({ a: [3], b: [4] }));
  const broadcasts = (p: typeof program) => operations(p).filter((op) => op === "broadcast").length;
  expect(broadcasts(withOnly(program, pass).program)).toBeLessThan(broadcasts(lowerPlainly(program)));
});

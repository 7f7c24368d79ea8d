import { describe, expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { givenGradients, trainProgram } from "./recipes.ts";
import { difference, expectSameTraining, operations, train, withOnly } from "./train.ts";

const pass = "fuse-elementwise";

function programOf(build: (b: Builder, x: Value) => Value, shape: readonly number[] = [2, 3]): Program {
  const b = new Builder("test");
  b.output("y", build(b, b.input("batch", "x", { shape, dtype: "f32" })));
  return b.finish();
}

function fuse(program: Program): Program {
  const { program: fused } = withOnly(program, pass);
  expect(difference(train(lowerPlainly(program), 3), train(fused, 3))).toBeLessThan(1e-12);
  return fused;
}

test("F-04, F-19: an update, its slots and its average are one loop with several results", () => {
  const program = trainProgram({ optimizer: "momentum", decay: 0.1, ema: 0.9 }, givenGradients({ w: [3] }));
  const { program: fused } = withOnly(program, "fold-constants", "share-common-subexpressions", pass);
  const loops = fused.instructions.filter(({ op }) => op === "fused");
  expect(loops.map(({ outputs }) => outputs.length)).toEqual([3]);
  expect(print(fused)).toMatchInlineSnapshot(`
    "program train
      %0: f32[3] = batch g/w
      %1: f32[3] = parameter w
      %2: f32[3] = slot momentum.v/w
      %3: f32[3] = slot ema/w
      %4: f32[3] = mul %0 %1  // loss
      %5: f32[] = reduce_sum %4 {axes: [0]}  // loss
      %6: f32[3], %7: f32[3], %8: f32[3] = fused %2 %0 %1 %3 {kernel: (a0, a1, a2, a3) a4 = constant 0.9; a5 = mul a0 a4; a6 = add a5 a1; a7 = constant 0.010000000000000002; a8 = mul a7 a2; a9 = sub a2 a8; a10 = constant 0.1; a11 = mul a10 a6; a12 = sub a9 a11; a13 = sub a12 a3; a14 = constant 0.09999999999999998; a15 = mul a14 a13; a16 = add a3 a15 -> a6, a12, a16}  // update.w
      output loss.data = %5
      output loss.total = %5
      write momentum.v/w = %6
      write w = %7
      write ema/w = %8
    "
  `);
  expectSameTraining(program, fused);
});

test("F-18: the scale of a clip is applied inside the update, no scaled gradient is written", () => {
  const recipe = { optimizer: "adam", clipNorm: 0.1 } as const;
  const program = trainProgram(recipe, givenGradients({ a: [3], b: [2, 2] }));
  const { program: fused } = optimize(program);
  const scaled = fused.instructions.filter(
    ({ op, inputs, outputs }) =>
      op !== "fused_segments" &&
      outputs[0]!.shape.length > 0 &&
      inputs.some(({ shape }) => shape.length === 0),
  );
  expect(scaled).toEqual([]);
  expect(operations(fused).filter((op) => op === "fused_segments").length).toBe(1);
  expectSameTraining(program, fused);
});

describe("what is one loop", () => {
  test("operations of one shape, reading smaller tensors as they broadcast", () => {
    const fused = fuse(
      programOf((b, x) => {
        const bias = b.input("batch", "bias", { shape: [3], dtype: "f32" });
        const column = b.input("batch", "column", { shape: [2, 1], dtype: "f32" });
        return b.tanh(b.mul(b.add(x, bias), b.broadcast(column, [2, 3])));
      }),
    );
    expect(operations(fused)).toEqual(["fused"]);
  });

  test("comparisons and casts of them are inside, as 1 and 0", () => {
    const fused = fuse(
      programOf((b, x) => {
        const positive = b.greater(x, b.constant(0.1));
        return b.mul(b.select(positive, x, b.constant(-1)), b.cast(positive, "f32"));
      }),
    );
    expect(operations(fused)).toEqual(["fused"]);
  });

  test("what is computed on a smaller shape stays outside, once and not per cell", () => {
    const fused = fuse(programOf((b, x) => b.add(x, b.exp(b.tanh(b.sum(x, [0]))))));
    expect(operations(fused)).toEqual(["reduce_sum", "fused", "add"]);
  });

  test("a comparison of integers and one that is put out stay primitives", () => {
    const b = new Builder("test");
    const x = b.input("batch", "x", { shape: [4], dtype: "f32" });
    const label = b.input("batch", "label", { shape: [4], dtype: "i32" });
    const chosen = b.equal(label, b.constant(1, [], "i32"));
    b.output("y", b.tanh(b.select(chosen, b.exp(x), b.neg(x))));
    const asked = b.greater(x, b.constant(0));
    b.output("asked", asked);
    b.output("z", b.neg(b.select(asked, x, b.constant(0))));
    const fused = fuse(b.finish());
    expect(operations(fused)).toEqual(expect.arrayContaining(["equal", "greater", "fused", "select"]));
  });

  test("a loop never runs around a reduction that reads it", () => {
    const fused = fuse(
      programOf((b, x) => {
        const shifted = b.sub(x, b.constant(0.5));
        const exponential = b.exp(shifted);
        return b.mul(b.div(exponential, b.sum(exponential)), b.tanh(shifted));
      }),
    );
    expect(operations(fused).filter((op) => op === "fused").length).toBe(2);
    expect(operations(fused).filter((op) => op === "exp").length).toBe(0);
  });

  test("two chains that cross through products keep the order", () => {
    const fused = fuse(
      programOf(
        (b, x) => {
          const [p, q] = [b.tanh(b.neg(x)), b.exp(b.neg(x))];
          const crossed = b.matmul(p, q);
          return b.add(b.mul(crossed, p), b.mul(b.matmul(q, p), b.neg(crossed)));
        },
        [3, 3],
      ),
    );
    expect(operations(fused).filter((op) => op === "matmul").length).toBe(2);
  });

  test("no loop reads more than sixteen tensors", () => {
    const fused = fuse(
      programOf((b, x) => {
        const others = Array.from({ length: 40 }, (_, i) =>
          b.input("batch", `x${i}`, { shape: [2, 3], dtype: "f32" }),
        );
        return others.reduce((sum, other) => b.add(sum, other), x);
      }),
    );
    for (const { op, inputs } of fused.instructions)
      if (op === "fused") expect(inputs.length).toBeLessThanOrEqual(16);
    expect(fused.instructions.length).toBeLessThan(8);
  });
});

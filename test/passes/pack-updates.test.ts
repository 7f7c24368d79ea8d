import { describe, expect, test } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import { unify } from "../../compiler/passes/unify-kernels.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program } from "../../compiler/program/program.ts";
import type { ScalarKernel } from "../../compiler/program/scalar-kernel.ts";
import { givenGradients, mlp, type Recipe, trainProgram } from "./recipes.ts";
import { expectSameTraining, operations, textsOf } from "./train.ts";

const packs = (program: Program) => operations(program).filter((op) => op === "fused_segments").length;

describe("F-21: one update call over all parameters", () => {
  test.each([
    { optimizer: "sgd" },
    { optimizer: "momentum", l2: 0.01 },
    { optimizer: "nesterov", decay: 0.1 },
    { optimizer: "adam", decay: 0.1, clipNorm: 0.5 },
    { optimizer: "adam", l2: 0.01, l1: 0.001, ema: 0.99 },
  ] as const)("%o", (recipe: Recipe) => {
    const program = trainProgram(recipe, (network) => mlp(network));
    const { program: optimized, notes } = optimize(program);
    expect(packs(optimized)).toBe(1);
    const pack = optimized.instructions.find(({ op }) => op === "fused_segments")!;
    expect(pack.op === "fused_segments" && pack.attributes.shapes.length).toBe(6);
    expect(textsOf(notes, "rewrote")).toContainEqual(expect.stringContaining("6 updates became one call"));
    expectSameTraining(program, optimized);
  });
});

test("F-30: decay exclusion is data, not code", () => {
  const program = trainProgram({ optimizer: "momentum", decay: 0.5 }, ({ b, kernel, vector }) => {
    const g = (name: string, shape: readonly number[]) =>
      b.input("batch", `g/${name}`, { shape, dtype: "f32" });
    return b.add(
      b.sum(b.mul(g("w", [2, 2]), kernel("w", [2, 2]))),
      b.sum(b.mul(g("bias", [2]), vector("bias", 2))),
    );
  });
  const { program: optimized } = optimize(program);
  expect(print(optimized)).toMatchInlineSnapshot(`
    "program train
      %0: f32[2, 2] = batch g/w
      %1: f32[2, 2] = parameter w
      %2: f32[2] = batch g/bias
      %3: f32[2] = parameter bias
      %4: f32[2, 2] = slot momentum.v/w
      %5: f32[2] = slot momentum.v/bias
      %6: f32[] = fused_reduce %0 %1 {kernel: (a0, a1) a2 = mul a0 a1 -> a2, combine: "sum", axes: [0,1]}  // loss
      %7: f32[] = fused_reduce %2 %3 {kernel: (a0, a1) a2 = mul a0 a1 -> a2, combine: "sum", axes: [0]}  // loss
      %8: f32[] = add %6 %7  // loss
      %9: f32[] = constant {value: 0.95}  // update
      %10: f32[] = constant {value: 1}  // update
      %11: f32[2, 2], %12: f32[2, 2], %13: f32[2], %14: f32[2] = fused_segments %4 %0 %1 %9 %5 %2 %3 %10 {kernel: (a0, a1, a2, a3) a4 = constant 0.9; a5 = multiply_add a0 a4 a1; a6 = constant 0.1; a7 = mul a3 a2; a8 = negative_multiply_add a6 a5 a7 -> a5, a8}  // update
      output loss.data = %8
      output loss.total = %8
      write momentum.v/w = %11
      write w = %12
      write momentum.v/bias = %13
      write bias = %14
    "
  `);
  expectSameTraining(program, optimized);
});

test("parameters under per-unit operators keep a call of their own, the others are packed", () => {
  const program = trainProgram({ optimizer: "momentum", maxNorm: 0.5 }, (network) => mlp(network));
  const { program: optimized, notes } = optimize(program);
  expectSameTraining(program, optimized);
  const apart = textsOf(
    notes.filter(({ pass }) => pass === "pack-updates"),
    "refused",
  );
  expect(apart.length).toBe(3);
  expect(apart[0]).toContain("the update of dense_0.kernel is a call of its own");
});

test("a loss is no update, though it may be computed alike: updates come after the losses", () => {
  const b = new Builder("train");
  for (const name of ["a", "b"]) {
    const state = b.input("state", name, { shape: [], dtype: "f32" });
    b.write(name, b.add(b.scale(state, 0.9), b.scale(b.input("batch", name, state), 0.1)));
  }
  const [data, penalty] = ["data", "penalty"].map((name) =>
    b.input("batch", name, { shape: [], dtype: "f32" }),
  );
  b.output("loss.total", b.add(b.scale(data!, 0.25), b.scale(penalty!, 0.01)));
  const { program } = optimize(b.finish());
  const pack = program.instructions.find(({ op }) => op === "fused_segments")!;
  expect(pack.outputs.map(({ id }) => id)).toEqual(program.writes.map(({ value }) => value.id));
});

test("one parameter needs no packing", () => {
  const program = trainProgram({ optimizer: "adam" }, givenGradients({ w: [3] }));
  expect(packs(optimize(program).program)).toBe(0);
});

describe("unify", () => {
  /** f·w - 0.1·g over (w, g). */
  const decayed: ScalarKernel = {
    inputs: 2,
    operations: [
      { op: "constant", args: [], value: 0.9 },
      { op: "mul", args: [2, 0] },
      { op: "constant", args: [], value: 0.1 },
      { op: "mul", args: [4, 1] },
      { op: "sub", args: [3, 5] },
    ],
    results: [6],
  };
  const constants = (operand: number) => operand === 2 || operand === 4;

  test("constants that differ are bound", () => {
    const stronger: ScalarKernel = {
      ...decayed,
      operations: decayed.operations.map((operation) =>
        operation.op === "constant" ? { ...operation, value: operation.value / 2 } : operation,
      ),
    };
    const bindings = unify(decayed, stronger, constants)!;
    expect(bindings.get(2)).toEqual({ number: 0.45 });
    expect(bindings.get(4)).toEqual({ number: 0.05 });
    expect(bindings.get(1)).toEqual({ input: 1 });
  });

  test("a missing factor is one", () => {
    const plain: ScalarKernel = {
      inputs: 2,
      operations: [
        { op: "constant", args: [], value: 0.1 },
        { op: "mul", args: [2, 1] },
        { op: "sub", args: [0, 3] },
      ],
      results: [4],
    };
    expect(unify(decayed, plain, constants)!.get(2)).toEqual({ number: 1 });
  });

  test("a missing term that leaves an input without meaning is no match", () => {
    const kept: ScalarKernel = {
      inputs: 1,
      operations: [
        { op: "constant", args: [], value: 0.5 },
        { op: "mul", args: [1, 0] },
      ],
      results: [2],
    };
    expect(unify(decayed, kept, constants)).toBeNull();
  });

  test("other operations, other uses of one input and other results are no match", () => {
    const replaced = (op: "add" | "div"): ScalarKernel => ({
      ...decayed,
      operations: [...decayed.operations.slice(0, 4), { op, args: [3, 5] }],
    });
    expect(unify(decayed, replaced("add"), constants)).toBeNull();
    expect(unify(decayed, replaced("div"), constants)).toBeNull();
    const same: ScalarKernel = { inputs: 1, operations: [{ op: "add", args: [0, 0] }], results: [1] };
    const different: ScalarKernel = { inputs: 2, operations: [{ op: "add", args: [0, 1] }], results: [2] };
    expect(unify(same, different, () => false)).toBeNull();
    expect(unify(decayed, { ...decayed, results: [6, 3] }, constants)).toBeNull();
  });
});

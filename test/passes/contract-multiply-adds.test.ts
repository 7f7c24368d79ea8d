import { expect, test } from "vitest";
import { contractMultiplyAdds } from "../../compiler/passes/contract-multiply-adds.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { print, printKernel } from "../../compiler/program/print.ts";
import type { Program } from "../../compiler/program/program.ts";
import type { ScalarKernel, ScalarOperation } from "../../compiler/program/scalar-kernel.ts";
import { verify } from "../../compiler/program/verify.ts";
import { mlp, type Recipe, trainProgram } from "./recipes.ts";
import { expectSameTraining, withOnly } from "./train.ts";

/** A program of one loop over three tensors, whose result is written to an input of this kind. */
function loop(kind: "parameter" | "slot" | "state", operations: readonly ScalarOperation[]): Program {
  const b = new Builder("train");
  const type = { shape: [5], dtype: "f32" } as const;
  const inputs = [b.input(kind, "w", type), b.input("batch", "x", type), b.input("batch", "y", type)];
  const kernel: ScalarKernel = { inputs: 3, operations, results: [2 + operations.length] };
  b.write("w", b.emitAll("fused", inputs, { kernel, shape: [5] })[0]!);
  return b.finish();
}

function contracted(program: Program): string {
  const { program: rewritten } = contractMultiplyAdds.run(program);
  verify(rewritten);
  const [instruction] = rewritten.instructions;
  return instruction?.op === "fused" ? printKernel(instruction.attributes.kernel) : print(rewritten);
}

const product = { op: "mul", args: [1, 2] } as const;

test.each<readonly [string, readonly ScalarOperation[], string]>([
  ["a sum, the product second", [product, { op: "add", args: [0, 3] }], "a3 = multiply_add a1 a2 a0 -> a3"],
  ["a sum, the product first", [product, { op: "add", args: [3, 0] }], "a3 = multiply_add a1 a2 a0 -> a3"],
  ["a difference", [product, { op: "sub", args: [0, 3] }], "a3 = negative_multiply_add a1 a2 a0 -> a3"],
  [
    "two products: one of them stays",
    [product, { op: "mul", args: [0, 0] }, { op: "add", args: [3, 4] }],
    "a3 = mul a1 a2; a4 = multiply_add a0 a0 a3 -> a4",
  ],
  [
    "a product less something: there is no such operation",
    [product, { op: "sub", args: [3, 0] }],
    "a3 = mul a1 a2; a4 = sub a3 a0 -> a4",
  ],
  [
    "something less a square stays as it is: the two may be meant to cancel",
    [
      { op: "mul", args: [2, 2] },
      { op: "sub", args: [0, 3] },
    ],
    "a3 = mul a2 a2; a4 = sub a0 a3 -> a4",
  ],
  [
    "a product that is read twice stays one",
    [product, { op: "add", args: [0, 3] }, { op: "mul", args: [3, 4] }],
    "a3 = mul a1 a2; a4 = add a0 a3; a5 = mul a3 a4 -> a5",
  ],
])("%s", (_, operations, kernel) => {
  expect(contracted(loop("parameter", operations))).toBe(`(a0, a1, a2) ${kernel}`);
});

test("loops that write slots are contracted; the network's own statistics and outputs are not", () => {
  const operations: readonly ScalarOperation[] = [product, { op: "sub", args: [0, 3] }];
  expect(contracted(loop("slot", operations))).toContain("negative_multiply_add");
  const statistic = loop("state", operations);
  expect(contractMultiplyAdds.run(statistic)).toEqual({ program: statistic, notes: [] });
  const { instructions, ...rest } = loop("parameter", operations);
  const output: Program = {
    ...rest,
    instructions,
    writes: [],
    outputs: [{ name: "y", value: instructions[0]!.outputs[0]! }],
  };
  expect(contractMultiplyAdds.run(output).program).toBe(output);
});

test.each<Recipe>([
  { optimizer: "adam", decay: 0.1, maxNorm: 0.5, ema: 0.99 },
  { optimizer: "nesterov", l2: 0.01, clipNorm: 0.5 },
])("%o trains as before", (recipe) => {
  const program = trainProgram(recipe, (network) => mlp(network));
  const { program: optimized, notes } = withOnly(program, "fuse-elementwise", "contract-multiply-adds");
  expect(notes.filter(({ pass }) => pass === "contract-multiply-adds")).toHaveLength(1);
  expect(print(optimized)).toContain("multiply_add");
  expectSameTraining(program, optimized);
});

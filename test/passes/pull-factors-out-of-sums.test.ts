import { expect, test } from "vitest";
import { lowerPlainly } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { Value } from "../../compiler/program/program.ts";
import { difference, operations, train, withOnly } from "./train.ts";

const pass = "pull-factors-out-of-sums";

function pulled(build: (b: Builder, x: Value, perChannel: Value) => Value) {
  const b = new Builder("test");
  const x = b.input("batch", "x", { shape: [2, 3, 4], dtype: "f32" });
  b.output("y", build(b, x, b.input("batch", "c", { shape: [4], dtype: "f32" })));
  const program = b.finish();
  const { program: rewritten } = withOnly(program, pass, "remove-dead-code");
  expect(difference(train(lowerPlainly(program), 3), train(rewritten, 3))).toBeLessThan(1e-12);
  return operations(rewritten);
}

test("a sign and a factor per channel come out of a sum over the other axes", () => {
  expect(pulled((b, x, c) => b.sum(b.neg(b.mul(c, x)), [0, 1]))).toEqual(["reduce_sum", "mul", "neg"]);
  expect(pulled((b, x, c) => b.sum(b.mul(x, c), [0, 1], true))[0]).toBe("reduce_sum");
  expect(pulled((b, x) => b.sum(b.scale(x, 3)))).toEqual(["constant", "reduce_sum", "mul"]);
});

test("a factor that varies along the summed axes stays inside", () => {
  expect(pulled((b, x, c) => b.sum(b.mul(x, c), [2]))).toEqual(["mul", "reduce_sum"]);
  expect(pulled((b, x) => b.sum(b.mul(x, b.tanh(x)), [0]))).toEqual(["tanh", "mul", "reduce_sum"]);
  expect(pulled((b, x) => b.sum(b.square(x)))).toEqual(["mul", "reduce_sum"]);
});

test("a product that is stored anyway is summed as it is", () => {
  const stored = pulled((b, x, c) => {
    const product = b.mul(b.tanh(x), c);
    b.output("product", product);
    return b.sum(product, [0, 1]);
  });
  expect(stored).toEqual(["tanh", "mul", "reduce_sum"]);
});

test("of three sums over one gradient one is left", () => {
  const shared = new Builder("test");
  const g = shared.input("batch", "g", { shape: [5, 4], dtype: "f32" });
  const c = shared.input("batch", "c", { shape: [4], dtype: "f32" });
  const scaled = shared.mul(g, c);
  shared.output("scaled", scaled);
  shared.output("by beta", shared.sum(g, [0]));
  shared.output("by mean", shared.sum(shared.neg(scaled), [0]));
  shared.output("by bias", shared.sum(scaled, [0]));
  const program = shared.finish();
  const { program: rewritten } = withOnly(program, pass, "share-common-subexpressions");
  expect(operations(rewritten).filter((op) => op === "reduce_sum").length).toBe(1);
  expect(difference(train(lowerPlainly(program), 3), train(rewritten, 3))).toBeLessThan(1e-12);
});

import { expect, test } from "vitest";
import { lowerPlainly } from "../../compiler/passes/optimize.ts";
import { pipeline } from "../../compiler/passes/pipeline.ts";
import { Builder } from "../../compiler/program/builder.ts";
import type { Value } from "../../compiler/program/program.ts";
import { difference, operations, train, withOnly } from "./train.ts";

const pass = "factor-gradients-out";

function factored(build: (b: Builder, g: Value, x: Value, y: Value) => Value) {
  const b = new Builder("test");
  const [x, y, given] = ["x", "y", "g"].map((name) =>
    b.input("batch", name, { shape: [2, 3], dtype: "f32" }),
  ) as [Value, Value, Value];
  b.output("out", build(b, b.exp(given), x, y));
  const program = b.finish();
  const { program: rewritten } = withOnly(program, pass, "remove-dead-code");
  expect(difference(train(lowerPlainly(program), 3), train(rewritten, 3))).toBeLessThan(1e-12);
  return operations(rewritten);
}

test("what is shared by the terms of a sum is multiplied last", () => {
  expect(factored((b, g, x, y) => b.add(b.mul(g, x), b.mul(y, g)))).toEqual(["exp", "add", "mul"]);
  expect(factored((b, g, x, y) => b.add(b.scale(b.mul(b.mul(g, x), y), 2), b.mul(g, b.tanh(x))))).toEqual([
    "exp",
    "constant",
    "tanh",
    "mul",
    "mul",
    "add",
    "mul",
  ]);
});

test("a sum stays where nothing would be gained", () => {
  const untouched: readonly ((b: Builder, g: Value, x: Value, y: Value) => Value)[] = [
    (b, g, x, y) => b.add(b.mul(g, x), b.mul(b.neg(g), y)),
    // Numbers are no tensors to be stored.
    (b, g, x) => b.add(b.mul(g, x), b.scale(g, 2)),
    // The other factor waits for the shared one.
    (b, g, x, y) => b.add(b.mul(g, b.tanh(g)), b.mul(g, b.mul(x, y))),
  ];
  for (const build of untouched) expect(factored(build).at(-1)).toBe("add");
  const read = new Builder("test");
  const [g, x] = ["g", "x"].map((name) => read.input("batch", name, { shape: [2], dtype: "f32" })) as [
    Value,
    Value,
  ];
  const stored = read.mul(g, x);
  read.output("stored", stored);
  read.output("out", read.add(stored, read.mul(g, read.tanh(x))));
  expect(operations(withOnly(read.finish(), pass).program).at(-1)).toBe("add");
});

test("gelu keeps one derivative for the backward pass, and no parts of it", () => {
  const b = new Builder("test");
  const kernel = b.input("parameter", "kernel", { shape: [3, 3], dtype: "f32" });
  const x = b.matmul(b.input("batch", "x", { shape: [4, 3], dtype: "f32" }), kernel);
  const y = b.mul(b.scale(x, 0.5), b.add(b.constant(1), b.erf(b.scale(x, Math.SQRT1_2))));
  const loss = b.sum(b.square(b.matmul(y, kernel)));
  b.output("loss", loss);
  b.write("kernel", b.sub(kernel, b.scale(b.gradient(loss, kernel), 0.1)));
  const program = b.finish();
  const mostResults = (disabled: string | null) => {
    const names = pipeline.map(({ name }) => name).filter((name) => name !== disabled);
    const { program: rewritten } = withOnly(program, ...names);
    expect(difference(train(lowerPlainly(program), 3), train(rewritten, 3))).toBeLessThan(1e-12);
    const loops = rewritten.instructions.filter(({ op }) => op === "fused");
    return Math.max(...loops.map(({ outputs }) => outputs.length));
  };
  expect(mostResults(null)).toBe(2);
  expect(mostResults(pass)).toBeGreaterThan(2);
});

import { describe, expect, test } from "vitest";
import { fuseReductions } from "../../compiler/passes/fuse-reductions.ts";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { sliceKernel } from "../../compiler/passes/slice-kernel.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { printKernel } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { givenGradients, trainProgram } from "./recipes.ts";
import { difference, expectSameTraining, operations, textsOf, train, withOnly } from "./train.ts";

/** The program after fusion; its meaning is compared with the plain one's. */
function fuse(build: (b: Builder, x: Value) => readonly Value[], shape: readonly number[] = [4, 3]): Program {
  const b = new Builder("test");
  build(b, b.input("batch", "x", { shape, dtype: "f32" })).forEach((value, i) => {
    b.output(`y${i}`, value);
  });
  const program = b.finish();
  const { program: fused } = withOnly(program, "fuse-elementwise", fuseReductions.name);
  expect(difference(train(lowerPlainly(program), 3), train(fused, 3))).toBeLessThan(1e-12);
  return fused;
}

function largestStored({ instructions }: Program): number {
  const results = instructions.filter(({ op }) => op !== "constant").flatMap(({ outputs }) => outputs);
  return Math.max(...results.map(({ shape }) => shape.reduce((product, size) => product * size, 1)));
}

describe("what only a reduction reads is never stored", () => {
  test("a sum of squares, a maximum of sizes", () => {
    expect(operations(fuse((b, x) => [b.sum(b.square(x))]))).toEqual(["fused_reduce"]);
    expect(operations(fuse((b, x) => [b.reduceMax(b.abs(x), [1], true)]))).toEqual(["fused_reduce"]);
  });

  test("a long loop over what is broadcast, with comparisons and constants inside", () => {
    const fused = fuse((b, x) => {
      const column = b.input("batch", "column", { shape: [4, 1], dtype: "f32" });
      const asked = b.greater(x, b.constant(0.1));
      return [b.sum(b.select(asked, b.exp(b.sub(x, column)), b.tanh(x)), [0])];
    });
    expect(operations(fused)).toEqual(["fused_reduce"]);
  });

  test("a result of a loop with others, when it is cheap to have from what the loop reads and stores", () => {
    const fused = fuse((b, x) => {
      const moved = b.exp(b.tanh(x));
      return [moved, b.sum(b.square(moved), [0])];
    });
    expect(operations(fused)).toEqual(["fused", "fused_reduce"]);
    expect(fused.instructions[1]!.inputs).toEqual(fused.instructions[0]!.outputs);
  });

  test("a cheap tensor that several reductions read", () => {
    const fused = fuse((b, x) => {
      const square = b.square(x);
      return [b.sum(square, [0]), b.sum(square, [1]), b.reduceMax(square, [0, 1])];
    });
    expect(operations(fused)).toEqual(["fused_reduce", "fused_reduce", "fused_reduce"]);
    expect(largestStored(fused)).toBe(4);
  });
});

describe("what loops on both sides of a reduction read", () => {
  test("is computed on both sides where it is cheap: the deviations of a layer norm", () => {
    const fused = fuse((b, x) => {
      const deviation = b.sub(x, b.mean(x, [1], true));
      const variance = b.mean(b.square(deviation), [1], true);
      return [b.div(deviation, b.sqrt(b.add(variance, b.constant(1e-5))))];
    });
    expect(operations(fused)).toEqual(["reduce_sum", "constant", "mul", "fused_reduce", "fused", "fused"]);
    const stored = fused.instructions.filter(({ outputs }) => outputs[0]!.shape.join() === "4,3");
    expect(stored.length).toBe(1);
  });

  test("is computed through what is computed itself, and what is left of a loop goes on", () => {
    const fused = fuse((b, x) => {
      const half = b.scale(x, 0.5);
      const shifted = b.add(half, b.sum(half, [0]));
      return [b.exp(b.mul(shifted, b.sum(b.neg(shifted), [1], true))), b.tanh(shifted)];
    });
    expect(operations(fused).filter((op) => op === "fused_reduce").length).toBe(2);
    const shapes = fused.instructions.flatMap(({ outputs }) => outputs.map(({ shape }) => shape.join()));
    expect(shapes.filter((shape) => shape === "4,3").length).toBe(2);
  });

  test("is stored where it is costly, made of two tensors, read by a product as well, or by a larger loop", () => {
    const kept = (build: (b: Builder, x: Value) => Value) => {
      const fused = fuse((b, x) => {
        const value = build(b, x);
        return [b.mul(b.neg(b.sum(value, [0])), value)];
      });
      return operations(fused);
    };
    expect(kept((b, x) => b.exp(x))).toContain("exp");
    expect(kept((b, x) => b.mul(x, b.input("batch", "p", x)))).toContain("mul");
    const product = fuse((b, x) => {
      const half = b.scale(x, 0.5);
      return [b.matmul(half, half, false, true), b.mul(half, b.sum(half, [0]))];
    });
    expect(operations(product)).toEqual(["constant", "mul", "matmul", "reduce_sum", "mul"]);
    const larger = fuse((b, x) => {
      const row = b.scale(b.sum(x, [0]), 0.5);
      return [b.mul(x, row), b.sum(row)];
    });
    expect(operations(larger).filter((op) => op === "fused_reduce")).toEqual([]);
  });

  test("is stored where a loop would read more than sixteen tensors for it", () => {
    const fused = fuse((b, x) => {
      const row = (name: string) => b.input("batch", name, { shape: [3], dtype: "f32" });
      const value = b.mul(b.add(x, row("p")), row("q"));
      const others = Array.from({ length: 14 }, (_, i) => b.input("batch", `x${i}`, x));
      const sum = others.reduce((total, other) => b.add(total, other), b.mul(value, b.sum(value, [0])));
      return [b.tanh(sum)];
    });
    for (const { op, inputs } of fused.instructions)
      if (op === "fused") expect(inputs.length).toBeLessThanOrEqual(16);
    expect(operations(fused).filter((op) => op === "fused").length).toBeGreaterThan(1);
  });
});

describe("what stays in memory", () => {
  test("a tensor that others read as well, and one that is put out", () => {
    const shared = fuse((b, x) => {
      const e = b.exp(x);
      return [b.div(e, b.sum(e, [1], true))];
    });
    expect(operations(shared)).toEqual(["exp", "reduce_sum", "div"]);
    const out = fuse((b, x) => {
      const square = b.square(x);
      return [square, b.sum(square)];
    });
    expect(operations(out)).toEqual(["mul", "reduce_sum"]);
  });

  test("a costly tensor that several reductions read, and a costly result among others", () => {
    const costly = fuse((b, x) => {
      const e = b.exp(x);
      return [b.sum(e, [0]), b.sum(e, [1])];
    });
    expect(operations(costly)).toEqual(["exp", "reduce_sum", "reduce_sum"]);
    const among = fuse((b, x) => {
      const shifted = b.sub(x, b.constant(0.5));
      return [b.tanh(shifted), b.sum(b.exp(shifted))];
    });
    expect(operations(among)).toEqual(["fused", "reduce_sum"]);
  });

  test("what would be made of more tensors than are saved", () => {
    const fused = fuse((b, x) => {
      const [p, q] = ["p", "q"].map((name) => b.input("batch", name, { shape: [4, 3], dtype: "f32" }));
      const three = b.add(b.mul(x, p!), q!);
      return [b.sum(three, [0]), b.sum(three, [1])];
    });
    expect(operations(fused)).toEqual(["fused", "reduce_sum", "reduce_sum"]);
  });

  test("what is reduced along one cell, which is another shape and nothing else", () => {
    const fused = fuse((b, x) => [b.sum(b.square(x), [1])], [4, 1]);
    expect(operations(fused)).toEqual(["mul", "reduce_sum"]);
  });
});

test("results of one loop that leave it are computed from what stays, not from each other", () => {
  const fused = fuse((b, x) => {
    const e = b.exp(x);
    const half = b.scale(e, 0.5);
    return [b.sum(half), b.sum(b.scale(half, 0.3)), b.sum(b.sqrt(e), [0]), b.sum(e, [1])];
  });
  const [loop, ...reductions] = fused.instructions;
  expect(operations(fused)).toEqual(["fused", "fused_reduce", "fused_reduce", "fused_reduce", "reduce_sum"]);
  for (const { inputs } of reductions) expect(inputs).toEqual(loop!.outputs);
});

test("F-18, max norm: no norm of a step stores what it sums", () => {
  const recipe = { optimizer: "adam", clipNorm: 0.1, maxNorm: 0.5 } as const;
  const program = trainProgram(recipe, givenGradients({ a: [3, 2], b: [2, 4] }));
  const { program: optimized, notes } = optimize(program);
  // The loss of these gradients, the clip's norm and the units' norms, each of both tensors.
  expect(operations(optimized).filter((op) => op === "fused_reduce").length).toBe(6);
  expect(operations(optimized)).not.toContain("reduce_sum");
  expect(textsOf(notes, "rewrote")).toContain(
    "6 tensors are never stored: what reads them computes them on the way",
  );
  expectSameTraining(program, optimized);
});

describe("a slice of a kernel", () => {
  const kernel = {
    inputs: 3,
    operations: [
      { op: "mul", args: [1, 1] },
      { op: "constant", args: [], value: 0.5 },
      { op: "add", args: [3, 4] },
      { op: "exp", args: [0] },
    ],
    results: [5, 6],
  } as const;

  test("has only the operations and inputs of its results", () => {
    const { kernel: slice, reads } = sliceKernel(kernel, [5]);
    expect(printKernel(slice)).toBe("(a0) a1 = mul a0 a0; a2 = constant 0.5; a3 = add a1 a2 -> a3");
    expect(reads).toEqual([1]);
  });

  test("reads what is there instead of computing it", () => {
    const { kernel: slice, reads } = sliceKernel(kernel, [5, 6], (operand) => operand === 3);
    expect(printKernel(slice)).toBe("(a0, a1) a2 = constant 0.5; a3 = add a1 a2; a4 = exp a0 -> a3, a4");
    expect(reads).toEqual([0, 3]);
  });

  test("may be an input as it is", () => {
    expect(sliceKernel({ ...kernel, results: [2] }, [2])).toEqual({
      kernel: { inputs: 1, operations: [], results: [0] },
      reads: [2],
    });
  });
});

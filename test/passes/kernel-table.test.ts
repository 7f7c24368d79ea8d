import { describe, expect, test } from "vitest";
import { KernelTable } from "../../compiler/passes/kernel-table.ts";
import type { ScalarKernel, ScalarOperation } from "../../compiler/program/scalar-kernel.ts";

/** Every arity, an input that is read twice, an operation that is a result and read on, and a constant. */
function kernel(value: number): ScalarKernel {
  const operations: readonly ScalarOperation[] = [
    { op: "constant", args: [], value },
    { op: "tanh", args: [1] },
    { op: "sub", args: [3, 0] },
    { op: "greater", args: [4, 2] },
    { op: "select", args: [5, 0, 3] },
    { op: "negative_multiply_add", args: [6, 1, 4] },
  ];
  return { inputs: 2, operations, results: [7, 4, 0] };
}

describe("a table of kernels", () => {
  test.each([1.5, 0, -0, Number.NaN, Number.POSITIVE_INFINITY])(
    "keeps what a kernel does, with %d",
    (value) => {
      const sole = new KernelTable().sole(kernel(value));
      expect(sole).toStrictEqual(kernel(value));
    },
  );

  test("has one object for equal kernels", () => {
    const table = new KernelTable();
    const sole = table.sole(kernel(Number.NaN));
    expect(table.sole(kernel(Number.NaN))).toBe(sole);
    expect(table.sole(sole)).toBe(sole);
  });

  test("tells kernels apart by a sign, an operand, an operation, a result and an input that nobody reads", () => {
    const { inputs, operations, results } = kernel(0);
    const others: readonly ScalarKernel[] = [
      kernel(0),
      kernel(-0),
      { inputs, operations: operations.with(1, { op: "tanh", args: [0] }), results },
      { inputs, operations: operations.with(1, { op: "exp", args: [1] }), results },
      { inputs, operations, results: [7, 4, 1] },
      { inputs, operations, results: [7, 4] },
      { inputs: 2, operations: [{ op: "neg", args: [0] }], results: [2] },
      { inputs: 3, operations: [{ op: "neg", args: [0] }], results: [3] },
    ];
    const table = new KernelTable();
    expect(new Set(others.map((other) => table.sole(other))).size).toBe(others.length);
    for (const other of others) expect(table.sole(other)).toStrictEqual(other);
  });
});

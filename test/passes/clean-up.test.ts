import { describe, expect, test } from "vitest";
import { foldConstants } from "../../compiler/passes/fold-constants.ts";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { mlp, trainProgram } from "./recipes.ts";
import { difference, operations, train, withOnly } from "./train.ts";

function programOf(build: (b: Builder, x: Value) => Value, shape: readonly number[] = [2]): Program {
  const b = new Builder("test");
  b.output("y", build(b, b.input("batch", "x", { shape, dtype: "f32" })));
  return b.finish();
}

const halving = { op: "schedule", schedule: { name: "halving", options: { from: 1 } } } as const;

function expectSame(program: Program, rewritten: Program): void {
  expect(difference(train(lowerPlainly(program), 3), train(rewritten, 3))).toBeLessThan(1e-12);
}

describe("fold-constants", () => {
  const fold = (program: Program) => withOnly(program, "fold-constants", "remove-dead-code").program;

  test("what returns its operand is dropped", () => {
    const kept: readonly [string, (b: Builder, x: Value) => Value][] = [
      ["x + 0", (b, x) => b.add(b.constant(0), b.add(x, b.constant(0)))],
      ["x - 0", (b, x) => b.sub(x, b.constant(0))],
      ["x · 1", (b, x) => b.mul(b.constant(1), b.mul(x, b.constant(1)))],
      ["x / 1", (b, x) => b.div(x, b.constant(1))],
      ["x ** 1", (b, x) => b.pow(x, b.constant(1))],
      ["-(-x)", (b, x) => b.neg(b.neg(x))],
      ["a broadcast to its own shape", (b, x) => b.emit("broadcast", [x], { shape: [2] })],
      ["stop_gradient, when nothing is differentiated", (b, x) => b.stopGradient(x)],
    ];
    for (const [name, build] of kept) expect([name, operations(fold(programOf(build)))]).toEqual([name, []]);
  });

  test("x · 0 stays, for x may be infinite, and 0 - x is no x", () => {
    const program = programOf((b, x) => b.sub(b.constant(0), b.mul(x, b.constant(0))));
    expect(operations(fold(program))).toEqual(["constant", "mul", "sub"]);
  });

  test("functions of constants of any shape are constants", () => {
    const program = programOf((b, x) =>
      b.add(x, b.exp(b.reshape(b.broadcast(b.mul(b.constant(2), b.constant(3)), [1, 2]), [2]))),
    );
    const folded = fold(program);
    expect(operations(folded)).toEqual(["constant", "add"]);
    expectSame(program, folded);
  });

  test("F-20: arithmetic on host scalars is done on the host", () => {
    const program = programOf((b, x) => {
      const rate = b.scalar(halving);
      return b.mul(
        x,
        b.sub(b.constant(1), b.mul(rate, b.sqrt(b.add(b.scalar({ op: "step" }), b.constant(2))))),
      );
    });
    const folded = fold(program);
    expect(print(folded)).toMatchInlineSnapshot(`
      "program test
        %0: f32[2] = batch x
        %1: f32[] = scalar (1 - (halving {"from":1} * sqrt((step + 2))))
        %2: f32[2] = mul %0 %1
        output y = %2
      "
    `);
    expectSame(program, folded);
  });

  test("zeros and ones of host scalars are dropped only where they change nothing", () => {
    const [zero, one] = [(b: Builder) => b.constant(0), (b: Builder) => b.constant(1)];
    const step = (b: Builder) => b.add(b.scalar({ op: "step" }), b.constant(2));
    const scalars: readonly ((b: Builder) => Value)[] = [
      ...[zero, one].flatMap((number) => [
        (b: Builder) => b.add(number(b), step(b)),
        (b: Builder) => b.sub(number(b), step(b)),
        (b: Builder) => b.mul(number(b), step(b)),
        (b: Builder) => b.div(number(b), step(b)),
        (b: Builder) => b.pow(number(b), step(b)),
        (b: Builder) => b.max(number(b), step(b)),
        (b: Builder) => b.min(step(b), number(b)),
        (b: Builder) => b.sub(step(b), number(b)),
        (b: Builder) => b.neg(b.neg(b.sub(step(b), number(b)))),
      ]),
    ];
    for (const scalar of scalars) {
      const program = programOf((b, x) => b.mul(x, scalar(b)));
      expect(operations(fold(program)).filter((op) => op !== "constant" && op !== "mul")).toEqual([]);
      expectSame(program, fold(program));
    }
  });

  test("an operand is not broadcast before a primitive that broadcasts", () => {
    const program = programOf((b, x) => b.mul(x, b.broadcast(b.sum(x, [0]), [3, 2])), [3, 2]);
    const folded = fold(program);
    expect(operations(folded)).toEqual(["reduce_sum", "mul"]);
    expectSame(program, folded);
    const needed = programOf((b, x) => b.tanh(b.broadcast(x, [3, 2])), [2]);
    expect(operations(fold(needed))).toContain("broadcast");
  });

  test("stop_gradient stays while a gradient is still to be taken", () => {
    const b = new Builder("test");
    const x = b.input("batch", "x", { shape: [2], dtype: "f32" });
    b.output("gradient", b.gradient(b.sum(b.mul(x, b.stopGradient(x))), x));
    expect(operations(foldConstants.run(b.finish()).program)).toContain("stop_gradient");
  });

  test("a constant condition stays a bool until it has chosen", () => {
    const program = programOf((b, x) => b.select(b.greater(b.constant(2), b.constant(1)), x, b.constant(5)));
    expectSame(program, fold(program));
  });
});

describe("share-common-subexpressions", () => {
  const share = (program: Program) => withOnly(program, "share-common-subexpressions").program;

  test("the same primitive on the same values is computed once, in either order", () => {
    const program = programOf((b, x) => b.sub(b.add(b.tanh(x), b.exp(x)), b.add(b.exp(x), b.tanh(x))));
    expect(operations(share(program))).toEqual(["tanh", "exp", "add", "sub"]);
  });

  test("attributes and the order of a difference count", () => {
    const program = programOf(
      (b, x) => b.sub(b.sub(b.sum(x, [0]), b.sum(x, [1])), b.sub(b.sum(x, [1]), b.sum(x, [0]))),
      [2, 2],
    );
    expect(operations(share(program))).toEqual(["reduce_sum", "reduce_sum", "sub", "sub", "sub"]);
    expectSame(program, share(program));
  });

  test("infinities, zeros of either sign and numbers are told apart", () => {
    const numbers = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1];
    const program = programOf((b, x) =>
      numbers.reduce((y, number) => b.max(y, b.div(b.constant(1), b.constant(number))), x),
    );
    expect(operations(share(program)).filter((op) => op === "constant").length).toBe(numbers.length);
  });

  test("how many others read one of the values makes no difference", () => {
    const program = programOf((b, x) => {
      const [read, equal, other] = [b.exp(x), b.exp(x), b.tanh(x)];
      const readers = Array.from({ length: 20 }, (_, i) => b.mul(read, b.constant(2 + i)));
      const alike = [b.tanh(read), b.tanh(equal), b.add(read, other), b.add(other, equal)];
      return [...readers, ...alike].reduce((sum, each) => b.add(sum, each));
    });
    const shared = operations(share(program));
    expect(shared.filter((op) => op === "tanh")).toHaveLength(2);
    expect(shared.filter((op) => op === "add")).toHaveLength(1 + 23);
    expectSame(program, share(program));
  });

  test("F-09: operators of one parameter share its norms per unit", () => {
    const program = programOf(
      (b, w) => {
        const norm = () => b.sqrt(b.sum(b.square(w), [0]));
        const group = b.mul(w, b.relu(b.sub(b.constant(1), b.div(b.constant(0.1), norm()))));
        const bounded = b.div(b.constant(2), b.max(norm(), b.constant(2)));
        return b.mul(group, bounded);
      },
      [3, 2],
    );
    expect(operations(share(program)).filter((op) => op === "reduce_sum").length).toBe(1);
    expectSame(program, share(program));
  });
});

test("remove-dead-code leaves out what nobody reads, but no name of a checkpoint", () => {
  const b = new Builder("test");
  const w = b.input("parameter", "w", { shape: [2], dtype: "f32" });
  b.input("slot", "m/w", { shape: [2], dtype: "f32" });
  b.input("parameter", "unused", { shape: [1], dtype: "f32" });
  b.input("state", "mean", { shape: [1], dtype: "f32" });
  b.input("batch", "label", { shape: [1], dtype: "i32" });
  b.mul(b.tanh(w), b.scalar(halving));
  b.emit("keep_mask", [b.key("site")], { shape: [2], rate: 0.5 });
  b.output("y", b.exp(w));
  const { program, notes } = withOnly(b.finish(), "remove-dead-code");
  expect(print(program)).toMatchInlineSnapshot(`
    "program test
      %0: f32[2] = parameter w
      %1: f32[2] = slot m/w
      %2: f32[1] = parameter unused
      %3: f32[1] = state mean
      %4: i32[1] = batch label
      %5: f32[2] = exp %0
      output y = %5
    "
  `);
  expect(notes[0]!.text).toBe("3 instructions whose results nobody reads were left out");
});

describe("the pipeline", () => {
  const program = trainProgram({ optimizer: "adam", l2: 0.01, clipNorm: 1 }, (network) => mlp(network));

  test("traces the program after each pass, and only when asked", () => {
    const { trace, program: last } = optimize(program, { trace: true });
    expect(trace!.map(({ pass }) => pass)).toMatchInlineSnapshot(`
      [
        "remove-dead-code",
        "simplify-dropout",
        "remove-dead-bias",
        "fold-batch-norm",
        "fuse-softmax-cross-entropy",
        "fuse-weight-decay",
        "shrink-under-sgd",
        "differentiate",
        "fold-constants",
        "pull-factors-out-of-sums",
        "share-common-subexpressions",
        "reuse-relu-output",
        "reuse-dropped-output",
        "factor-gradients-out",
        "remove-dead-code",
        "fuse-elementwise",
        "fuse-reductions",
        "pack-updates",
        "contract-multiply-adds",
      ]
    `);
    expect(trace!.at(-1)!.program).toBe(last);
    expect(optimize(program).trace).toBeUndefined();
  });

  test("leaves out the passes that are disabled, but always differentiates", () => {
    const disable = ["fuse-elementwise", "fuse-reductions", "differentiate"];
    const { program: kept, notes } = optimize(program, { disable });
    expect(operations(kept)).not.toContain("fused");
    expect(operations(kept)).not.toContain("gradient");
    expect(notes.some(({ pass }) => pass === "fuse-elementwise")).toBe(false);
  });

  test("is pure: the program given stays as it was, and the same program gives the same text", () => {
    const before = print(program);
    const once = print(optimize(program).program);
    expect(print(program)).toBe(before);
    expect(print(optimize(program).program)).toBe(once);
  });

  test("is settled: a second run finds nothing to rewrite", () => {
    const once = optimize(program).program;
    expect(print(optimize(once).program)).toBe(print(once));
  });
});

import { describe, expect, test } from "vitest";
import { lowerPlainly, optimize } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { dropout, programOf, spatial } from "./dropout-programs.ts";
import { difference, operations, textsOf, train, withOnly } from "./train.ts";

const pass = "simplify-dropout";

const pooling = {
  window: [2, 2],
  strides: [2, 2],
  padding: [
    [0, 0],
    [0, 0],
  ],
} as const;
const maxPool = (b: Builder, x: Value) => b.emit("max_pool", [x], pooling);
const avgPool = (b: Builder, x: Value) => b.emit("avg_pool", [x], pooling);

function simplify(program: Program): Program {
  return withOnly(program, pass, "remove-dead-code").program;
}

function greatestDifference(a: Program, b: Program): number {
  return difference(train(lowerPlainly(a), 5), train(optimize(b, { disable: [] }).program, 5));
}

/** That the pass changes nothing but the form: the same draws, the same numbers and gradients. */
function expectSame(program: Program): void {
  expect(difference(train(lowerPlainly(program), 5), train(simplify(program), 5))).toBeLessThan(1e-9);
  expect(greatestDifference(program, program)).toBeLessThan(1e-9);
}

test("F-14a: a mask holds the scale, so dropout is one product", () => {
  const program = simplify(programOf((b, x) => dropout(b, x, "site", 0.2)));
  expect(operations(program).filter((op) => op === "div")).toEqual([]);
  const { outputs } = train(
    programOf0((b) => b.emit("keep_mask", [b.key("site")], { shape: [1000], rate: 0.2 })),
    1,
  );
  expect(new Set(outputs[0]!.get("y")!.data)).toEqual(new Set([0, 1.25]));
});

function programOf0(build: (b: Builder) => Value): Program {
  const b = new Builder("train");
  b.output("y", build(b));
  return b.finish();
}

describe("F-14b: dropout commutes with relu", () => {
  test("the mask moves behind it", () => {
    const program = programOf((b, x) => b.relu(dropout(b, x, "site", 0.5)), [2, 3]);
    const { program: moved, notes } = withOnly(program, pass);
    expect(textsOf(notes, "rewrote")).toEqual(["dropout moved behind relu (F-14b)"]);
    expect(print(moved).split("  output")[0]).toMatchInlineSnapshot(`
      "program train
        %0: f32[2, 3] = batch x
        %1: i32[2] = key site
        %2: f32[2, 3] = keep_mask %1 {rate: 0.5}
        %3: f32[2, 3] = relu %0
        %4: f32[2, 3] = mul %3 %2
        %5: f32[2, 3] = mul %4 %4
        %6: f32[] = reduce_sum %5 {axes: [0,1]}
        %7: f32[] = constant {value: 1}
        %8: f32[1, 1] = reshape %7
        %9: f32[2, 3] = broadcast %8
        %10: f32[2, 3] = mul %9 %4
        %11: f32[2, 3] = mul %9 %4
        %12: f32[2, 3] = add %10 %11
        %13: f32[2, 3] = mul %12 %2
        %14: f32[] = constant {value: 0}
        %15: bool[2, 3] = greater %0 %14
        %16: f32[2, 3] = select %15 %13 %14
      "
    `);
    expectSame(program);
  });

  test("the backward pass of relu asks its output, not the pre-activation", () => {
    const program = programOf((b, x) => b.relu(b.add(x, b.constant(0.1))), [2, 3]);
    const { program: reused } = withOnly(program, "reuse-relu-output");
    const asked = reused.instructions.find(({ op }) => op === "greater")!.inputs[0]!;
    expect(reused.instructions.find(({ op }) => op === "relu")!.outputs[0]).toBe(asked);
    expect(difference(train(lowerPlainly(program), 5), train(reused, 5))).toBe(0);
  });
});

describe("F-14c: two dropouts in a row are one", () => {
  const twice = programOf((b, x) => dropout(b, dropout(b, x, "a", 0.2), "b", 0.5), [10000]);

  test("of keep rate q₁q₂, with values 0 and 1/(q₁q₂)", () => {
    const { program: merged, notes } = withOnly(twice, pass, "remove-dead-code");
    expect(textsOf(notes, "rewrote")[0]).toContain("became one of rate 0.6 (F-14c)");
    expect(merged.inputs.filter(({ kind }) => kind === "key").length).toBe(1);
    const ones = new Map([
      ["x", { shape: [10000], dtype: "f32" as const, data: new Float64Array(10000).fill(1) }],
    ]);
    const [plain, one] = [lowerPlainly(twice), merged].map(
      (p) => train(p, 1, ones).outputs[0]!.get("y")!.data,
    );
    for (const values of [plain!, one!]) {
      const kept = values.filter((cell) => cell !== 0);
      for (const cell of kept) expect(cell).toBeCloseTo(2.5, 9);
      // Four standard errors of a fraction of .4 over 10,000 draws.
      expect(Math.abs(kept.length / 10000 - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 * 0.6) / 10000));
    }
  });

  test("also when they are many, but never to one that keeps nothing", () => {
    const rates = Array.from({ length: 40 }, (_, i) => [`site${i}`, 0.9] as const);
    const program = programOf((b, x) => rates.reduce((y, [site, rate]) => dropout(b, y, site, rate), x));
    const masks = simplify(program).instructions.filter(({ op }) => op === "keep_mask");
    expect(masks.length).toBeLessThan(40);
    for (const mask of masks) expect(mask.op === "keep_mask" && mask.attributes.rate).toBeLessThan(1);
  });

  test("refused where the value between them is seen", () => {
    const program = programOf((b, x) => {
      const between = dropout(b, x, "a", 0.2);
      b.output("between", between);
      return dropout(b, between, "b", 0.5);
    });
    expect(operations(simplify(program)).filter((op) => op === "keep_mask").length).toBe(2);
    expectSame(program);
  });

  test("refused where a mask is used elsewhere too: both places must drop the same cells", () => {
    const program = programOf((b, x) => {
      const mask = b.emit("keep_mask", [b.key("a")], { shape: x.shape, rate: 0.2 });
      b.output("elsewhere", b.tanh(b.mul(b.exp(x), mask)));
      return dropout(b, b.mul(x, mask), "b", 0.5);
    });
    expectSame(program);
  });

  test("N-11: two sites never share a mask, two uses of one site's do", () => {
    const masks = (...sites: readonly string[]) => {
      const program = programOf((b, x) => {
        const branches = sites.map((site) => b.tanh(dropout(b, x, site, 0.5)));
        return branches.reduce((sum, branch) => b.sub(sum, b.square(branch)));
      });
      return operations(optimize(program).program).filter((op) => op === "keep_mask").length;
    };
    expect(masks("a", "b")).toBe(2);
    expect(masks("a", "a")).toBe(1);
    const shared = (site: string) =>
      programOf((b, x) => b.sub(dropout(b, x, "a", 0.5), dropout(b, x, site, 0.5)));
    expect(greatestDifference(shared("b"), shared("a"))).toBeGreaterThan(1e-4);
  });
});

describe("F-14d: a mask that is constant over the window commutes with pooling", () => {
  test.each([
    ["max_pool", maxPool],
    ["avg_pool", avgPool],
  ] as const)("%s of spatial dropout", (name, pool) => {
    const program = programOf((b, x) => pool(b, b.relu(spatial(b, x))));
    const { program: moved, notes } = withOnly(program, pass, "remove-dead-code");
    expect(textsOf(notes, "rewrote")).toContain(`dropout moved behind ${name} (F-14d)`);
    const product = moved.instructions.find(({ op }) => op === "mul")!;
    expect(product.outputs[0]!.shape).toEqual([2, 2, 2, 3]);
    expectSame(program);
  });

  test("two dropouts meet behind the pooling", () => {
    const program = programOf((b, x) => dropout(b, maxPool(b, spatial(b, x, "a")), "b", 0.5, [2, 1, 1, 3]));
    expect(operations(simplify(program)).filter((op) => op === "keep_mask").length).toBe(1);
  });
});

test("F-14e: dropout of rate 0 is erased, with its key", () => {
  const program = programOf((b, x) => b.tanh(dropout(b, x, "site", 0)), [2, 3]);
  const erased = simplify(program);
  expect(operations(erased)).not.toContain("keep_mask");
  expect(erased.inputs.map(({ kind }) => kind)).toEqual(["batch"]);
  expectSame(program);
});

describe("N-06: a mask stays before what does not commute with it", () => {
  test.each([
    ["tanh", (b: Builder, x: Value) => b.tanh(x)],
    ["sigmoid", (b: Builder, x: Value) => b.sigmoid(x)],
    ["exp", (b: Builder, x: Value) => b.exp(x)],
    ["max_pool", maxPool],
    ["avg_pool", avgPool],
  ] as const)("%s", (name, f) => {
    const program = programOf((b, x) => f(b, dropout(b, x, "site", 0.5)));
    const { program: kept, notes } = withOnly(program, pass);
    expect(textsOf(notes, "rewrote")).toEqual([]);
    expect(textsOf(notes, "refused")[0]).toContain("(N-06)");
    expect(difference(train(lowerPlainly(program), 3), train(kept, 3))).toBe(0);
    const forbidden = programOf((b, x) => dropout(b, f(b, x), "site", 0.5));
    expect(name === "max_pool" || name === "avg_pool" || greatestDifference(program, forbidden) > 1e-4).toBe(
      true,
    );
  });

  test("a bias after the mask is not masked", () => {
    const program = programOf((b, x) => b.relu(b.add(dropout(b, x, "site", 0.5), b.constant(0.5))));
    const forbidden = programOf((b, x) => b.relu(dropout(b, b.add(x, b.constant(0.5)), "site", 0.5)));
    expect(textsOf(withOnly(program, pass).notes, "rewrote")).toEqual([]);
    expectSame(program);
    expect(greatestDifference(program, forbidden)).toBeGreaterThan(1e-4);
  });
});

test("N-05: classic dropout is not taken for the inverted one", () => {
  const classic = (b: Builder, x: Value) => b.scale(dropout(b, x, "site", 0.5), 0.5);
  const program = programOf((b, x) => b.tanh(classic(b, x)));
  const inverted = programOf((b, x) => b.tanh(dropout(b, x, "site", 0.5)));
  expectSame(program);
  expect(greatestDifference(program, inverted)).toBeGreaterThan(1e-4);
});

test("N-20: a mask of a constant key is not folded", () => {
  const program = programOf((b, x) => {
    const key = b.constant(7, [2], "i32");
    return b.mul(x, b.emit("keep_mask", [key], { shape: x.shape, rate: 0.5 }));
  });
  const { program: optimized } = optimize(program);
  expect(operations(optimized)).toContain("keep_mask");
  expectSame(program);
  const folded = programOf((b, x) => b.mul(x, b.constant(2, x.shape)));
  expect(greatestDifference(program, folded)).toBeGreaterThan(1e-4);
});

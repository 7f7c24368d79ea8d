import { describe, expect, test } from "vitest";
import { lowerPlainly } from "../../compiler/passes/optimize.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { print } from "../../compiler/program/print.ts";
import type { Program, Value } from "../../compiler/program/program.ts";
import { dropout, programOf, spatial } from "./dropout-programs.ts";
import { difference, train, withOnly } from "./train.ts";

describe("F-14b: the output of relu and dropout tells where the gradient goes", () => {
  const reused = (program: Program) =>
    withOnly(program, "reuse-relu-output", "reuse-dropped-output", "remove-dead-code").program;
  const masksRead = (program: Program) =>
    program.instructions
      .filter(({ op }) => op === "keep_mask")
      .map(({ outputs: [mask] }) => {
        const readers = program.instructions.filter(({ inputs }) => inputs.includes(mask!));
        return readers.map(({ op }) => op).join();
      });
  const behindRelu = (b: Builder, x: Value) => b.relu(b.add(x, b.constant(0.1)));

  test("so the mask and the input of relu need not be kept, and nothing changes", () => {
    const program = programOf((b, x) => dropout(b, behindRelu(b, x), "site", 0.3), [50]);
    expect(masksRead(lowerPlainly(program))).toEqual(["mul,mul"]);
    const once = reused(program);
    expect(masksRead(once)).toEqual(["mul"]);
    const sums = once.instructions.filter(({ op }) => op === "add").map(({ outputs: [sum] }) => sum!);
    const readers = once.instructions.filter(({ inputs }) => inputs.includes(sums[0]!));
    expect(readers.map(({ op }) => op)).toEqual(["relu"]);
    expect(difference(train(lowerPlainly(program), 5), train(once, 5))).toBe(0);
    expect(print(reused(once))).toBe(print(once));
  });

  test("for a mask that is constant over some axes, too", () => {
    const program = programOf((b, x) => spatial(b, behindRelu(b, x)));
    expect(masksRead(reused(program))).toEqual(["mul"]);
    expect(difference(train(lowerPlainly(program), 5), train(reused(program), 5))).toBe(0);
  });

  test("where relu and its mask are multiplied elsewhere, each gradient goes by its own product", () => {
    const program = programOf(
      (b, x) => {
        const [active, other] = [behindRelu(b, x), b.relu(b.neg(x))];
        const mask = b.emit("keep_mask", [b.key("site")], { shape: x.shape, rate: 0.3 });
        return b.add(b.mul(mask, other), b.add(b.mul(active, mask), b.mul(x, mask)));
      },
      [50],
    );
    // What is no relu keeps its mask.
    expect(masksRead(reused(program))).toEqual(["mul,mul,mul,mul"]);
    expect(difference(train(lowerPlainly(program), 5), train(reused(program), 5))).toBe(0);
  });

  /** select(active > bound, gradient * mask, other) beside active * mask. */
  function asking({ bound = 0, other = 0, isLate = false, isItsOwn = true }): Program {
    const b = new Builder("train");
    const [x, gradient] = ["x", "g"].map((name) => b.input("batch", name, { shape: [50], dtype: "f32" }));
    const active = b.relu(x!);
    const mask = b.emit("keep_mask", [b.key("site")], { shape: [50], rate: 0.3 });
    const product = () => b.output("y", b.mul(isItsOwn ? active : b.exp(x!), mask));
    if (!isLate) product();
    const asked = b.greater(active, b.constant(bound));
    b.output("gradient", b.select(asked, b.mul(gradient!, mask), b.constant(other)));
    if (isLate) product();
    return b.finish();
  }

  test("not for another bound, another value elsewhere, a product that comes later or is none of what is asked", () => {
    expect(masksRead(reused(asking({})))).toEqual(["mul"]);
    for (const kept of [{ bound: 0.5 }, { other: 1 }, { isLate: true }, { isItsOwn: false }]) {
      const program = asking(kept);
      expect(print(reused(program))).toBe(print(program));
    }
  });
});

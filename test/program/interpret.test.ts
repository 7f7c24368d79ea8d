import { describe, expect, test } from "vitest";
import { Builder } from "../../compiler/program/builder.ts";
import { ProgramError } from "../../compiler/program/error.ts";
import { interpret, type StepContext } from "../../compiler/program/interpret.ts";
import { bits, streamKey } from "../../compiler/random.ts";
import { array } from "./arrays.ts";
import { firstStep } from "./run.ts";

const none = new Map();

function maskProgram() {
  const b = new Builder("noise");
  b.output("mask", b.emit("keep_mask", [b.key("after hidden")], { shape: [64], rate: 0.25 }));
  return b.finish();
}

describe("the interpreter", () => {
  test("writes happen at once: a swap needs no third place", () => {
    const b = new Builder("swap");
    const p = b.input("parameter", "p", { shape: [2], dtype: "f32" });
    const s = b.input("slot", "s", { shape: [2], dtype: "f32" });
    b.write("p", s);
    b.write("s", p);
    const inputs = new Map([
      ["parameter:p", array([2], [1, 2])],
      ["slot:s", array([2], [3, 4])],
    ]);
    const { writes } = interpret(b.finish(), inputs, firstStep);
    expect([...writes.get("p")!.data]).toEqual([3, 4]);
    expect([...writes.get("s")!.data]).toEqual([1, 2]);
  });

  test("scalars are evaluated at the step, in float64", () => {
    const b = new Builder("scalars");
    const schedule = { name: "linear", options: {} };
    const power = { op: "pow", args: [0.9, { op: "add", args: [{ op: "step" }, 1] }] } as const;
    b.output("correction", b.scalar({ op: "sub", args: [1, power] }));
    b.output(
      "rate",
      b.scalar({
        op: "mul",
        args: [
          { op: "schedule", schedule },
          { op: "neg", args: [2] },
        ],
      }),
    );
    b.output(
      "root",
      b.scalar({
        op: "max",
        args: [
          { op: "sqrt", args: [16] },
          { op: "min", args: [9, 5] },
        ],
      }),
    );
    const context: StepContext = {
      step: 2,
      seed: 0,
      evaluateSchedule: ({ name }, step) => (name === "linear" ? 100 + step : Number.NaN),
    };
    const { outputs } = interpret(b.finish(), none, context);
    expect(outputs.get("correction")!.data[0]).toBe(1 - 0.9 ** 3);
    expect(outputs.get("rate")!.data[0]).toBe(-204);
    expect(outputs.get("root")!.data[0]).toBe(5);
  });

  test("rounding to float32 is that of every intermediate result", () => {
    const b = new Builder("rounding");
    const large = b.constant(2 ** 24);
    b.output("lost", b.sub(b.add(large, b.constant(1)), large));
    b.output("tenth", b.constant(0.1));
    const exact = interpret(b.finish(), none, firstStep).outputs;
    const single = interpret(b.finish(), none, firstStep, { round: "f32" }).outputs;
    expect([exact.get("lost")!.data[0], single.get("lost")!.data[0]]).toEqual([1, 0]);
    expect([exact.get("tenth")!.data[0], single.get("tenth")!.data[0]]).toEqual([0.1, Math.fround(0.1)]);
  });

  test("a site's key comes from seed, site and step unless it is given", () => {
    const program = maskProgram();
    const derived = interpret(program, none, { ...firstStep, seed: 5, step: 3 }).outputs.get("mask")!;
    const words = Float64Array.from(streamKey(5, "after hidden", 3));
    const key = { shape: [2], dtype: "i32", data: words } as const;
    const given = interpret(program, new Map([["key:after hidden", key]]), firstStep).outputs.get("mask")!;
    expect(given.data).toEqual(derived.data);
    const next = interpret(program, none, { ...firstStep, seed: 5, step: 4 }).outputs.get("mask")!;
    expect(next.data).not.toEqual(derived.data);
  });

  test("a mask keeps a cell exactly when its bits reach the threshold", () => {
    const { data } = interpret(maskProgram(), none, firstStep).outputs.get("mask")!;
    const [k0, k1] = streamKey(firstStep.seed, "after hidden", 0);
    data.forEach((cell, i) => {
      expect(cell).toBe(bits(k0, k1, i) >= 2 ** 30 ? 1 / 0.75 : 0);
    });
  });

  test("an absent input or one of another shape is refused", () => {
    const b = new Builder("input");
    b.output("x", b.input("batch", "x", { shape: [2], dtype: "f32" }));
    const program = b.finish();
    expect(() => interpret(program, none, firstStep)).toThrow(
      new ProgramError("interpret", "the input batch:x is absent"),
    );
    const wrong = new Map([["batch:x", array([3], [1, 2, 3])]]);
    expect(() => interpret(program, wrong, firstStep)).toThrow("is f32[3] instead of f32[2]");
  });

  test("an index or a class that does not exist is refused", () => {
    const b = new Builder("indices");
    const index = b.constant(3, [1], "i32");
    b.output("row", b.emit("gather", [b.constant(1, [3]), index], {}));
    expect(() => interpret(b.finish(), none, firstStep)).toThrow("gather: no row 3");
    const c = new Builder("classes");
    const logits = c.constant(0, [1, 3]);
    c.output(
      "loss",
      c.emit("softmax_cross_entropy", [logits, c.constant(-1, [1], "i32")], { on: 1, off: 0 }),
    );
    expect(() => interpret(c.finish(), none, firstStep)).toThrow("no class -1");
  });

  test("a gradient instruction has to be expanded first", () => {
    const b = new Builder("gradient");
    const x = b.constant(1);
    b.output("g", b.gradient(x, x));
    expect(() => interpret(b.finish(), none, firstStep)).toThrow("gradient: is evaluated only after");
  });

  test("a fused kernel and its segments compute what they say", () => {
    const kernel = {
      inputs: 2,
      operations: [
        { op: "mul", args: [0, 1] },
        { op: "greater", args: [0, 1] },
        { op: "select", args: [3, 0, 2] },
      ],
      results: [2, 4],
    } as const;
    const b = new Builder("fused");
    const p = b.input("batch", "p", { shape: [2, 2], dtype: "f32" });
    const q = b.input("batch", "q", { shape: [2], dtype: "f32" });
    const one = b.emitAll("fused", [p, q], { kernel, shape: [2, 2] });
    const two = b.emitAll("fused_segments", [p, q, q, q], { kernel, shapes: [[2, 2], [2]] });
    one.forEach((value, i) => {
      b.output(`fused ${i}`, value);
    });
    two.forEach((value, i) => {
      b.output(`segments ${i}`, value);
    });
    const inputs = new Map([
      ["batch:p", array([2, 2], [1, 2, 5, 6])],
      ["batch:q", array([2], [3, 4])],
    ]);
    const { outputs } = interpret(b.finish(), inputs, firstStep);
    expect(Object.fromEntries([...outputs].map(([name, { data }]) => [name, [...data]]))).toEqual({
      "fused 0": [3, 8, 15, 24],
      "fused 1": [3, 8, 5, 6],
      "segments 0": [3, 8, 15, 24],
      "segments 1": [3, 8, 5, 6],
      "segments 2": [9, 16],
      "segments 3": [9, 16],
    });
  });
});

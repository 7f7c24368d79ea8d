import { describe, expect, test } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import { backendNames } from "../../compiler/plan/backend-name.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { globalNormClip } from "../../compiler/program/composites.ts";
import type { Program } from "../../compiler/program/program.ts";
import { numberOf } from "../../runtime/backends/backend.ts";
import { array } from "../program/arrays.ts";
import { feedOf, openOrFail, planOrFail } from "./on-backend.ts";

const two = { shape: [2], dtype: "f32" } as const;

function build(make: (b: Builder) => void): Program {
  const b = new Builder("test");
  make(b);
  return b.finish();
}

/** loss = Σ log(w·x); w' = w + x. */
const logarithms = build((b) => {
  const x = b.input("batch", "x", two);
  const w = b.input("parameter", "w", two);
  const logarithm = b.within("net.log", () => b.log(b.mul(w, x)));
  b.output("loss.total", b.sum(logarithm));
  b.within("update.w", () => b.write("w", b.add(w, x)));
});

/** loss = Σ w·x; w' = w - the gradient x, clipped to norm 1. */
const clipped = build((b) => {
  const x = b.input("batch", "x", two);
  const w = b.input("parameter", "w", two);
  b.output("loss.total", b.sum(b.mul(w, x)));
  const [gradient] = b.within("clip", () => globalNormClip(b, [x], b.constant(1), 0));
  b.within("update.w", () => b.write("w", b.sub(w, gradient!)));
});

describe.each(backendNames)("on %s", (name) => {
  async function open(program: Program) {
    const backend = await openOrFail(name);
    const before = backend.held();
    const session = await backend.open();
    const store = session.state;
    store.set("w", Float32Array.of(1, 2), two);
    const executor = await session.load(planOrFail(program, name));
    const close = () => {
      session.dispose();
      expect(backend.held(), "tensors left behind").toBe(before);
    };
    return { session, store, executor, close };
  }

  test.each([
    ["as written", clipped],
    ["optimized", optimize(clipped).program],
  ])("a finite gradient whose norm overflows stops the step, %s", async (_name, program) => {
    const { store, executor, close } = await open(program);
    const { fault } = await executor.run(feedOf(new Map([["x", array([2], [1e25, 1])]])));
    expect(fault).toMatchObject({ value: "Infinity" });
    expect([...(await store.get("w"))]).toEqual([1, 2]);
    expect((await executor.run(feedOf(new Map([["x", array([2], [3, 4])]])))).fault).toBeNull();
    close();
  });

  const batch = (...x: number[]) => feedOf(new Map([["x", array([2], x)]]));

  test("a step brings the state forward", async () => {
    const { store, executor, close } = await open(logarithms);
    const { outputs } = await executor.run(batch(1, 1));
    expect(numberOf(outputs!, "loss.total")).toBeCloseTo(Math.log(2), 6);
    expect([...(await store.get("w"))]).toEqual([2, 3]);
    expect(() => numberOf(outputs!, "loss.data")).toThrow("no output is named loss.data");
    close();
  });

  test("a step whose loss is not finite leaves the state alone and names the operation", async () => {
    const { store, executor, close } = await open(logarithms);
    const { outputs, fault } = await executor.run(batch(1, 0));
    expect(outputs).toBeNull();
    expect(fault).toEqual({ value: "Infinity", step: { op: "log", origin: "net.log" } });
    expect([...(await store.get("w"))]).toEqual([1, 2]);
    expect((await executor.run(batch(1, -1))).fault).toMatchObject({ value: "NaN" });
    expect((await executor.run(batch(1, 1))).fault).toBeNull();
    close();
  });

  test("a batch or a state that is not finite is named itself", async () => {
    const { store, executor, close } = await open(logarithms);
    expect((await executor.run(batch(NaN, 1))).fault).toEqual({
      value: "NaN",
      input: { kind: "batch", name: "x" },
    });
    store.set("w", Float32Array.of(1, Infinity), two);
    const fault = { value: "Infinity", input: { kind: "parameter", name: "w" } };
    expect(await executor.findNonFinite(batch(1, 1))).toEqual(fault);
    close();
  });

  test("a gradient that is not finite is refused though the loss is", async () => {
    const program = build((b) => {
      const w = b.input("parameter", "w", two);
      b.output("loss.total", b.sum(w));
      const gradient = b.within("backward", () => b.div(w, b.sub(w, b.constant(1))));
      b.write("w", b.sub(w, gradient));
    });
    const { executor, close } = await open(program);
    const { fault } = await executor.run(feedOf(new Map()));
    expect(fault).toEqual({ value: "Infinity", step: { op: "div", origin: "backward" } });
    close();
  });

  test("one number of a large gradient that is not finite is enough", async () => {
    const [examples, width] = [8, 150];
    const program = build((b) => {
      const w = b.input("parameter", "kernel", { shape: [width, width], dtype: "f32" });
      const x = b.input("batch", "x", { shape: [examples, width], dtype: "f32" });
      b.output("loss.total", b.sum(w));
      const gradient = b.within("backward", () => b.matmul(x, x, true));
      b.write("kernel", b.sub(w, gradient));
    });
    const { store, executor, close } = await open(program);
    store.set("kernel", new Float32Array(width * width), { shape: [width, width], dtype: "f32" });
    const run = (place: number, value: number) => {
      const x = Array.from({ length: examples * width }, (_, i) => (i === place ? value : 1e-3));
      return executor.run(feedOf(new Map([["x", array([examples, width], x)]])));
    };
    // Its square, a single cell of the gradient, is too large.
    for (const place of [0, 700, examples * width - 1])
      expect((await run(place, 3e19)).fault).toEqual({
        value: "Infinity",
        step: { op: "matmul", origin: "backward" },
      });
    expect(new Set(await store.get("kernel"))).toEqual(new Set([0]));
    expect((await run(0, 1)).fault).toBeNull();
    expect((await store.get("kernel"))[0]).toBeCloseTo(-1, 4);
    close();
  });

  test("all writes happen at once, and a state keeps its own memory", async () => {
    // w and its shadow trade places; `old` reports what w was.
    const program = build((b) => {
      const w = b.input("parameter", "w", two);
      const shadow = b.input("slot", "shadow", two);
      b.output("old", w);
      b.write("w", shadow);
      b.write("shadow", w);
      b.write("copy", w);
    });
    const { store, executor, close } = await open(program);
    store.set("shadow", Float32Array.of(7, 8), two);
    store.set("copy", Float32Array.of(0, 0), two);
    const { outputs } = await executor.run(feedOf(new Map()));
    expect([...(await store.get("w"))]).toEqual([7, 8]);
    expect([...(await store.get("shadow"))]).toEqual([1, 2]);
    expect([...outputs!.get("old")!]).toEqual([1, 2]);
    const second = (await executor.run(feedOf(new Map()))).outputs;
    expect([...(await store.get("w"))]).toEqual([1, 2]);
    expect([...(await store.get("copy"))]).toEqual([7, 8]);
    expect([...second!.get("old")!]).toEqual([7, 8]);
    close();
  });

  test("a state read after its update was made holds what it held before", async () => {
    const program = build((b) => {
      const w = b.input("parameter", "w", two);
      const next = b.add(w, b.constant(1));
      b.write("w", next);
      b.output("step", b.mul(b.sub(next, w), b.constant(10)));
    });
    const { store, executor, close } = await open(program);
    const { outputs } = await executor.run(feedOf(new Map()));
    expect([...outputs!.get("step")!]).toEqual([10, 10]);
    expect([...(await store.get("w"))]).toEqual([2, 3]);
    close();
  });

  test("a state seen under another shape is not overwritten too early", async () => {
    const program = build((b) => {
      const w = b.input("parameter", "w", two);
      const column = b.reshape(w, [2, 1]);
      b.write("w", b.add(w, b.constant(1)));
      b.output("outer", b.mul(column, b.reshape(w, [1, 2])));
    });
    const { store, executor, close } = await open(program);
    for (const expected of [
      [1, 2, 2, 4],
      [4, 6, 6, 9],
    ]) {
      const { outputs } = await executor.run(feedOf(new Map()));
      expect([...outputs!.get("outer")!]).toEqual(expected);
    }
    expect([...(await store.get("w"))]).toEqual([3, 4]);
    close();
  });

  test("two plans share a state", async () => {
    const { session, executor, close } = await open(logarithms);
    const predict = build((b) => {
      b.output("output.w", b.reshape(b.input("parameter", "w", two), [2, 1]));
    });
    const other = await session.load(planOrFail(predict, name));
    for (const expected of [
      [2, 3],
      [3, 4],
    ]) {
      await executor.run(batch(1, 1));
      const { outputs } = await other.run(feedOf(new Map()));
      expect([...outputs!.get("output.w")!]).toEqual(expected);
    }
    close();
  });

  test("steps that are asked for at once are run one after the other, and each has its own outputs", async () => {
    const { store, executor, close } = await open(logarithms);
    const [first, second] = await Promise.all([executor.run(batch(1, 1)), executor.run(batch(2, 2))]);
    expect(numberOf(first.outputs!, "loss.total")).toBeCloseTo(Math.log(2), 6);
    expect(numberOf(second.outputs!, "loss.total")).toBeCloseTo(Math.log(4 * 6), 6);
    expect([...(await store.get("w"))]).toEqual([4, 5]);
    close();
  });

  test("a feed that does not fit is refused and leaves nothing behind", async () => {
    const { executor, close } = await open(logarithms);
    const feed = feedOf(new Map());
    await expect(executor.run(feed)).rejects.toThrow("the step was given no batch x");
    const long = { ...feed, batch: new Map([["x", Float32Array.of(1, 2, 3)]]) };
    await expect(executor.run(long)).rejects.toThrow("x [2] was given 3 values");
    close();
  });

  test("an index outside a table is refused and leaves nothing behind", async () => {
    const program = build((b) => {
      const at = b.input("batch", "at", { shape: [1], dtype: "i32" });
      b.output("row", b.emit("gather", [b.input("parameter", "w", two), at], {}));
    });
    const { executor, close } = await open(program);
    const feed = { ...feedOf(new Map()), batch: new Map([["at", Int32Array.of(2)]]) };
    await expect(executor.run(feed)).rejects.toThrow("index 2 names no row of 2");
    close();
  });
});

test("a state on wasm keeps its size: what lies behind it is another's", async () => {
  const session = await (await openOrFail("wasm")).open();
  session.state.set("w", Float32Array.of(1, 2), two);
  expect(() => session.state.set("w", new Float32Array(99), { shape: [99], dtype: "f32" })).toThrow(
    "w is [2] and cannot become [99]",
  );
  expect([...(await session.state.get("w"))]).toEqual([1, 2]);
  session.dispose();
});

test("a plan for one backend is not run on another", async () => {
  const session = await (await openOrFail("cpu")).open();
  await expect(session.load(planOrFail(logarithms, "wasm"))).rejects.toThrow(
    "a plan for wasm cannot run on cpu",
  );
});

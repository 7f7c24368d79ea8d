import { getBackend } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { OutOfMemoryError } from "../../runtime/backends/out-of-memory-error.ts";
import { feedOf, openOrFail } from "./on-backend.ts";

test.each([1, 2])(
  "wasm says when its memory has no room for an arena, and keeps nothing of it, %i threads",
  async (threads) => {
    const backend = await openOrFail("wasm");
    expect(getBackend()).toBe("wasm");
    const before = backend.held();
    const session = await backend.open({ threads, leastSharedOperations: 0 });
    // Two tensors of 1 GiB are more than a plan's memory may be.
    const b = new Builder("vast");
    const vast = b.broadcast(b.input("parameter", "w", { shape: [1], dtype: "f32" }), [2 ** 28]);
    b.output("loss.total", b.sum(b.mul(vast, b.exp(vast))));
    session.state.set("w", Float32Array.of(1), { shape: [1], dtype: "f32" });
    const executor = await session.load(makePlan(b.finish(), "wasm").plan!);
    await expect(executor.run(feedOf(new Map()))).rejects.toThrow(OutOfMemoryError);
    session.dispose();
    expect(backend.held()).toBe(before);
  },
);

test("cpu says when it has no room for a tensor", async () => {
  const backend = await openOrFail("cpu");
  const before = backend.held();
  const session = await backend.open();
  const b = new Builder("vast");
  const w = b.input("parameter", "w", { shape: [1], dtype: "f32" });
  b.output("loss.total", b.sum(b.broadcast(w, [2 ** 52])));
  session.state.set("w", Float32Array.of(1), { shape: [1], dtype: "f32" });
  const executor = await session.load(makePlan(b.finish(), "cpu").plan!);
  await expect(executor.run(feedOf(new Map()))).rejects.toThrow(OutOfMemoryError);
  session.dispose();
  expect(backend.held()).toBe(before);
});

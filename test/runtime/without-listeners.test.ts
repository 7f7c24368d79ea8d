import { expect, test } from "vitest";
import { withoutListeners } from "../../runtime/wasm/without-listeners.ts";
import { openOrFail } from "./on-backend.ts";

test("what a start listens for is taken away, and what others listen for stays", async () => {
  const [mine, its] = [() => {}, () => {}];
  process.on("unhandledRejection", mine);
  const result = await withoutListeners(async () => {
    process.on("unhandledRejection", its);
    return 7;
  });
  expect(result).toBe(7);
  expect(process.listeners("unhandledRejection")).toContain(mine);
  expect(process.listeners("unhandledRejection")).not.toContain(its);
  process.off("unhandledRejection", mine);
});

test("opening wasm leaves no listener behind", async () => {
  const before = process.listeners("uncaughtException").length;
  await openOrFail("wasm");
  expect(process.listeners("uncaughtException")).toHaveLength(before);
});

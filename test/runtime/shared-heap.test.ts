import { expect, test } from "vitest";
import { sharedHeap } from "../../runtime/wasm/heap.ts";

test("an arena that grows takes the place of the one before", () => {
  const heap = sharedHeap();
  const state = heap.allocate(1000);
  let arena = heap.allocate(100_000);
  for (const bytes of [200_000, 400_000, 800_000]) {
    heap.free(arena);
    arena = heap.allocate(bytes);
    expect(arena % 64).toBe(0);
    expect(arena).toBeGreaterThan(state);
    expect(heap.bytes).toBe(1024 + bytes);
  }
  expect(heap.memory.buffer.byteLength).toBeLessThan(1_000_000);
  heap.dispose(Promise.resolve());
});

test("a piece that finds no room is not held", () => {
  const heap = sharedHeap();
  heap.allocate(64);
  expect(() => heap.allocate(2 ** 32)).toThrow(/memory/);
  expect(heap.bytes).toBe(64);
  heap.free(heap.allocate(128));
  expect(heap.bytes).toBe(64);
  heap.dispose(Promise.resolve());
});

test("a memory that is given back twice serves one of the next models, not two", async () => {
  const heap = sharedHeap();
  heap.dispose(Promise.resolve());
  heap.dispose(Promise.resolve());
  await Promise.resolve();
  const [one, other] = [sharedHeap(), sharedHeap()];
  expect(one.memory).not.toBe(other.memory);
  for (const each of [one, other]) each.dispose(Promise.resolve());
});

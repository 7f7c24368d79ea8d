import fc from "fast-check";
import { expect, test } from "vitest";
import { FreeList } from "../../compiler/plan/free-list.ts";
import { placeTenants, type Tenant } from "../../compiler/plan/place-tenants.ts";

const tenant = fc
  .record({ from: fc.nat(30), length: fc.nat(10), bytes: fc.integer({ min: 1, max: 20 }) })
  .map(({ from, length, bytes }): Tenant => ({ from, to: from + length, bytes: 64 * bytes }));

function mostAlive(tenants: readonly Tenant[]): number {
  const alive = (step: number) => tenants.filter(({ from, to }) => from <= step && step <= to);
  const totals = Array.from({ length: 42 }, (_, step) =>
    alive(step).reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return Math.max(...totals);
}

test("contemporaries never overlap, and the block is as long as its last tenant needs", () => {
  fc.assert(
    fc.property(fc.array(tenant, { maxLength: 40 }), (tenants) => {
      const { offsets, bytes } = placeTenants(tenants);
      for (const a of tenants)
        for (const b of tenants) {
          if (a === b || a.to < b.from || b.to < a.from) continue;
          const [first, second] = [offsets.get(a)!, offsets.get(b)!];
          expect(first + a.bytes <= second || second + b.bytes <= first).toBe(true);
        }
      expect(bytes).toBe(Math.max(0, ...tenants.map((one) => offsets.get(one)! + one.bytes)));
      expect(bytes).toBeGreaterThanOrEqual(mostAlive(tenants));
      expect(bytes).toBeLessThanOrEqual(1.6 * mostAlive(tenants) + 64 * 20);
    }),
  );
});

test("what lives and dies in turn needs no more than the most at once", () => {
  // A stack: activations come in order and go in reverse, as in training.
  const tenants = Array.from({ length: 5000 }, (_, i): Tenant => ({ from: i, to: 10_000 - i, bytes: 64 }));
  expect(placeTenants(tenants).bytes).toBe(5000 * 64);
  // A chain: each lives until the next is made.
  const chain = Array.from({ length: 5000 }, (_, i): Tenant => ({ from: i, to: i + 1, bytes: 64 }));
  expect(placeTenants(chain).bytes).toBe(2 * 64);
});

test("pieces that are given back are joined with their neighbours and taken again", () => {
  const list = new FreeList();
  const [a, b, c] = [list.take(64), list.take(64), list.take(64)];
  list.give(a, 64);
  list.give(c, 64);
  list.give(b, 64);
  expect(list.take(192)).toBe(0);
  expect(list.size).toBe(192);
  list.give(64, 128);
  // The piece at the end is lengthened.
  expect(list.take(256)).toBe(64);
  expect(list.size).toBe(320);
});

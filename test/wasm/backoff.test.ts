import { expect, test } from "vitest";
import { Backoff } from "../../runtime/wasm/crew/backoff.ts";

/** How many chances are passed over after a failure, until one is taken. */
function passedOver(backoff: Backoff): number {
  backoff.failed();
  let count = 0;
  while (!backoff.next()) count++;
  return count;
}

test("what keeps failing is tried less and less often, but is tried", () => {
  const backoff = new Backoff(100);
  expect(backoff.next()).toBe(true);
  const counts = Array.from({ length: 9 }, () => passedOver(backoff));
  expect(counts).toEqual([1, 3, 7, 15, 31, 63, 100, 100, 100]);
  backoff.succeeded();
  expect(passedOver(backoff)).toBe(1);
});

import { expect, test } from "vitest";
import { Contest } from "../../runtime/wasm/crew/contest.ts";
import { Rhythm } from "../../runtime/wasm/crew/rhythm.ts";

/** A rhythm after a run from 1000 that took so long. */
function after(took: number): Rhythm {
  const rhythm = new Rhythm();
  rhythm.begin(1000);
  rhythm.end(1000 + took);
  return rhythm;
}

test("the first run follows none", () => {
  expect(new Rhythm().begin(0)).toBeNull();
});

test("a run follows one that has not been over for longer than it took", () => {
  expect(after(10).begin(1020)).toBe(20);
  expect(after(10).begin(1020.5)).toBeNull();
});

test("a run of no time to speak of is followed for a fifth of a millisecond", () => {
  expect(after(0.01).begin(1000.125)).toBe(0.125);
  expect(after(0.01).begin(1000.5)).toBeNull();
});

test("runs that come now and then are seen to follow each other again from the second on", () => {
  const rhythm = after(1);
  expect(rhythm.begin(2000)).toBeNull();
  rhythm.end(2001);
  expect(rhythm.begin(2001.5)).toBe(1.5);
});

test("workers look out longer after long runs, and never for ever", () => {
  expect(after(0.01).lookOut()).toBe(2);
  expect(after(5).lookOut()).toBe(10);
  expect(after(1e6).lookOut()).toBe(100);
});

test("a way that is faster than the pause between two runs is judged like the others, and wins", () => {
  const [rhythm, contest] = [new Rhythm(), new Contest(2)];
  const [takes, pause] = [[0.4, 0.15], 0.25] as const;
  let counted = false;
  let led = 0;
  for (let run = 0, now = 0; run < 3200; run++) {
    const cycle = rhythm.begin(now);
    if (cycle !== null && counted) contest.took(cycle);
    counted = cycle !== null;
    const way = counted ? contest.way : 0;
    led += way;
    now += takes[way]!;
    rhythm.end(now);
    now += pause;
  }
  expect(led / 3200).toBeGreaterThan(0.9);
});

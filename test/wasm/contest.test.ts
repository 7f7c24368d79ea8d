import { expect, test } from "vitest";
import { Contest } from "../../runtime/wasm/crew/contest.ts";

/** Which way each of so many turns went, where a turn takes this long in each way. */
function play(contest: Contest, turns: number, takes: readonly number[]): number[] {
  return Array.from({ length: turns }, () => {
    const { way } = contest;
    contest.took(takes[way]!);
    return way;
  });
}

function share(ways: readonly number[], way: number): number {
  return ways.filter((each) => each === way).length / ways.length;
}

test.each([0, 1, 2])("way %d is found when it is the fastest, and others cost little", (fastest) => {
  const takes = [3, 3, 3].with(fastest, 2);
  const contest = new Contest(3);
  play(contest, 32 * 20, takes);
  expect(share(play(contest, 32 * 1000, takes), fastest)).toBeGreaterThan(0.97);
});

test("the first way goes on where none is faster, and the others are tried in turn", () => {
  const contest = new Contest(3);
  const ways = play(contest, 32 * 30, [2, 2, 2]);
  expect(ways.slice(0, 32)).toEqual(Array(32).fill(0));
  expect(share(ways, 0)).toBeGreaterThan(0.6);
  expect(new Set(ways)).toEqual(new Set([0, 1, 2]));
});

test("a try ends as soon as it has taken longer than the best way's whole round", () => {
  const contest = new Contest(2);
  play(contest, 32, [1, 20]);
  expect(play(contest, 4, [1, 20])).toEqual([1, 1, 0, 0]);
});

test("a try is held against the round before it, not against what once was", () => {
  const contest = new Contest(2);
  play(contest, 64, [1, 5]);
  // All has become slower, the first way most of all.
  const ways = play(contest, 32 * 8, [20, 10]);
  expect(ways.at(-1)).toBe(1);
});

test("who lost often wins within some seconds of steps, once things have changed", () => {
  const contest = new Contest(2);
  play(contest, 32 * 500, [2, 3]);
  play(contest, 32 * 66, [3, 2]);
  expect(share(play(contest, 32 * 10, [3, 2]), 1)).toBeGreaterThan(0.7);
});

test("a way that cannot be had is given up, whether it is on trial or was the best", () => {
  const contest = new Contest(2);
  play(contest, 32, [2, 1]);
  expect(contest.way).toBe(1);
  contest.forfeit();
  expect(contest.way).toBe(0);
  play(contest, 32 * 8, [2, 1]);
  expect(contest.way).toBe(1);
  contest.forfeit();
  expect(play(contest, 32, [2, 1])).toEqual(Array(32).fill(0));
});

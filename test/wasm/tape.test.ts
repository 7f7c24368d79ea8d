import { describe, expect, test } from "vitest";
import { optimize } from "../../compiler/passes/optimize.ts";
import { BYTES_OF } from "../../compiler/plan/lay-out-arena.ts";
import { makePlan } from "../../compiler/plan/make-plan.ts";
import { Builder } from "../../compiler/program/builder.ts";
import { sizeOf } from "../../compiler/program/nd-array.ts";
import type { Program } from "../../compiler/program/program.ts";
import { dealChains } from "../../runtime/wasm/deal-chains.ts";
import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import { findStretches, type MemoryUse } from "../../runtime/wasm/find-stretches.ts";
import { guardPlan } from "../../runtime/wasm/guarded-plan.ts";
import { linkPlan } from "../../runtime/wasm/link-plan.ts";
import { type Addresses, writeTapes } from "../../runtime/wasm/tape.ts";
import { givenGradients, mlp, type Recipe, trainProgram } from "../passes/recipes.ts";

/** The tapes of a program, and what memory each step of the plan reads and writes. */
function tapesOf(program: Program, threads: number) {
  const target = detectTarget(true);
  const plan = guardPlan(makePlan(program, "wasm").plan!, target);
  const linked = linkPlan(plan, target);
  const ARENA = 2 ** 20;
  const state = new Map(plan.inputs.map(({ name }, i) => [name, 2 ** 24 + i * 2 ** 16]));
  const place: Addresses["place"] = (at) =>
    at.kind === "arena" ? ARENA + at.offset : at.kind === "state" ? state.get(at.name)! : 64 * at.index;
  const addresses = { arena: ARENA, scratch: 2 ** 23, table: () => 0, place };
  const pieceOf = (register: number) => {
    const { shape, dtype } = plan.registers[register]!;
    const address = place(linked.layout.places[register]!);
    return { address, bytes: sizeOf(shape) * BYTES_OF[dtype] };
  };
  const uses = new Map(
    linked.steps.map(({ step, kernel }) => {
      const { inputs, outputs } = plan.steps[step]!;
      const workspace = { address: ARENA + linked.layout.workspaces[step]!, bytes: kernel.workspace ?? 0 };
      return [step, { reads: inputs.map(pieceOf), writes: [...outputs.map(pieceOf), workspace] }];
    }),
  );
  return { tapes: writeTapes(plan, linked, addresses, threads), uses, guard: plan.guard?.step };
}

function clash(a: MemoryUse, b: MemoryUse): boolean {
  const overlap = (some: MemoryUse["reads"], others: MemoryUse["reads"]) =>
    some.some((p) => others.some((q) => p.address < q.address + q.bytes && q.address < p.address + p.bytes));
  return overlap(a.writes, b.reads) || overlap(a.writes, b.writes) || overlap(a.reads, b.writes);
}

const piece = (address: number, bytes = 4) => ({ address, bytes });
const use = (name: string, reads: readonly number[], writes: readonly number[]) => ({
  name,
  reads: reads.map((address) => piece(address)),
  writes: writes.map((address) => piece(address)),
});
const namesOf = (stretches: ReturnType<typeof findStretches<ReturnType<typeof use>>>) =>
  stretches.map(({ chains }) => chains.map((chain) => chain.map(({ name }) => name).join(" ")));

describe("chains", () => {
  test("are what follows from each other; what only reads the same is independent", () => {
    const calls = [
      use("a", [0], [10]),
      use("b", [0], [20]),
      use("a2", [10], [30]),
      use("b2", [20], [40]),
      use("c", [0], [50]),
    ];
    expect(namesOf(findStretches(calls, () => false))).toEqual([["a a2", "b b2", "c"]]);
  });

  test("end together where a call follows from two of them, and where one is alone", () => {
    const calls = [
      use("a", [], [10]),
      use("b", [], [20]),
      use("join", [10, 20], [30]),
      use("next", [30], [40]),
      use("alone", [], [50]),
      use("last", [], [60]),
    ];
    expect(namesOf(findStretches(calls, ({ name }) => name === "alone"))).toEqual([
      ["a", "b"],
      ["join next"],
      ["alone"],
      ["last"],
    ]);
  });

  test("writing what another has read, or a part of what it has written, is following from it", () => {
    const calls = [use("reads", [0], [10]), use("writes", [], [0]), use("apart", [], [90])];
    expect(namesOf(findStretches(calls, () => false))).toEqual([["reads writes", "apart"]]);
    const parts = [
      { name: "wide", reads: [], writes: [piece(100, 100)] },
      { name: "narrow", reads: [piece(196, 8)], writes: [piece(300)] },
      { name: "behind", reads: [piece(200, 96)], writes: [piece(304)] },
    ];
    expect(namesOf(findStretches(parts.slice(0, 2), () => false))).toEqual([["wide narrow"]]);
    expect(namesOf(findStretches([parts[0]!, parts[2]!], () => false))).toEqual([["wide", "behind"]]);
  });
});

describe("chains are dealt to threads", () => {
  test("whole, where all threads then have equally much to do", () => {
    expect(dealChains([5, 5, 5, 5], 2)).toEqual([0, 1, 0, 1]);
    expect(dealChains([6, 3, 3], 2)).toEqual([0, 1, 1]);
  });

  test("but for those that would be too much for one, which are shared", () => {
    expect(dealChains([5, 5, 5], 2)).toEqual([null, 0, 1]);
    expect(dealChains([100, 1, 1], 2)).toEqual([null, 0, 1]);
  });

  test("not at all where there are too few, or one thread", () => {
    expect(dealChains([5], 2)).toEqual([null]);
    expect(dealChains([7, 3], 2)).toEqual([null, null]);
    expect(dealChains([1, 1], 1)).toEqual([null, null]);
  });
});

const recipes: readonly Recipe[] = [
  { optimizer: "adam", clipNorm: 0.5, maxNorm: 0.5 },
  { optimizer: "momentum", l2: 0.01, maxNorm: 0.5, ema: 0.9 },
  { optimizer: "sgd" },
];

/** Beside a product that waits for both, each of two calls reads what the other's thread made. */
function crossing(): Program {
  const b = new Builder("crossing");
  const [x, y] = ["x", "y"].map((name) => b.input("batch", name, { shape: [64, 64], dtype: "f32" }));
  const [p, q] = [b.exp(x!), b.exp(y!)];
  b.output("product", b.matmul(p, q));
  for (const [name, value] of Object.entries({ q, p })) {
    b.output(name, value);
    b.output(`tanh ${name}`, b.tanh(value));
  }
  return b.finish();
}

const programs = [
  ...recipes.map((recipe) => ({
    title: JSON.stringify(recipe),
    program: optimize(trainProgram(recipe, (network) => mlp(network))).program,
  })),
  { title: "a program whose chains cross", program: crossing() },
];

describe.each(programs)("the tapes of $title", ({ program }) => {
  test.each([1, 2, 3, 5])("have %d threads wait wherever one needs what another makes", (threads) => {
    const { tapes, uses } = tapesOf(program, threads);
    const [first] = tapes as [(typeof tapes)[number]];
    expect(new Set(first.calls.map(({ step }) => step)).size).toBe(uses.size);
    const whose = (index: number) =>
      tapes.flatMap(({ calls }, thread) => (calls[index]!.given.length > 0 ? [thread] : []));
    for (let later = 1; later < first.calls.length; later++) {
      if (first.guard?.after === later) continue;
      for (let earlier = later - 1; earlier >= 0 && !first.calls[earlier + 1]!.waits; earlier--) {
        if (first.guard?.after === earlier + 1) break;
        const [a, b] = [first.calls[earlier]!.step, first.calls[later]!.step];
        if (a !== b && !clash(uses.get(a)!, uses.get(b)!)) continue;
        const hands = new Set([...whose(earlier), ...whose(later)]);
        expect(hands.size, `steps ${a} and ${b} of several threads`).toBe(1);
      }
    }
    for (const { calls } of tapes)
      expect(calls.map(({ entry, waits, step }) => [entry, waits, step])).toEqual(
        first.calls.map(({ entry, waits, step }) => [entry, waits, step]),
      );
  });
});

test("updates of equal tensors run side by side, nobody waits for anybody", () => {
  const shapes = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`w${i}`, [12, 8]]));
  const program = trainProgram({ optimizer: "adam", clipNorm: 0.5, maxNorm: 0.5 }, givenGradients(shapes));
  const { tapes, guard } = tapesOf(optimize(program).program, 3);
  const updates = tapes[0]!.calls.flatMap(({ step, waits }, index) =>
    step > guard!
      ? [{ waits, hands: tapes.filter(({ calls }) => calls[index]!.given.length > 0).length }]
      : [],
  );
  expect(updates.length).toBe(6 * 4);
  expect(updates.every(({ waits, hands }) => !waits && hands === 1)).toBe(true);
});

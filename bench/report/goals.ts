/** What regnet is to reach, and how far it came: each goal is a number that is to be at least, or at most, so much. */
import type { SubjectName } from "../subjects/catalogue.ts";
import { product as ceilingProduct, MEMORY, rateOf } from "../workloads/ceilings.ts";
import { heldAgainst } from "../workloads/held-against.ts";
import { updateWorkloads } from "../workloads/update.ts";
import type { Workload } from "../workloads/workload.ts";
import type { Ceilings, Goal, InTurns, Row } from "./report.ts";

interface Measured {
  readonly rows: readonly Row[];
  readonly ceilings: Ceilings | null;
  readonly inTurns: readonly InTurns[];
}

/** One thread, or as many as there are cores. */
type Threads = "one" | "all";

interface GoalDefinition {
  readonly workload: string;
  readonly title: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Null where something that it needs was not measured. */
  readonly find: (measured: Measured) => number | null;
}

function rowOf({ rows }: Measured, workload: string, subject: SubjectName, threads: Threads): Row | null {
  const own = rows.filter((row) => row.workload === workload && row.subject === subject);
  const [most] = own.toSorted((a, b) => b.threads - a.threads);
  const found = threads === "one" ? own.find((row) => row.threads === 1) : most;
  return found?.status === "measured" ? found : null;
}

/** Against what a ceiling reached in the same rounds, where neighbours slow down both. */
function shareInTurns(
  workload: string,
  atLeast: number,
  threads: Threads,
  { id, title }: Workload,
): GoalDefinition {
  return {
    workload,
    title: `share of what ${title} reached in turns, ${nameOf(threads)}`,
    atLeast,
    find: (measured) => inTurns(measured, workload, threads, id),
  };
}

function inTurns(measured: Measured, workload: string, threads: Threads, against: string): number | null {
  const count = rowOf(measured, workload, "regnet", threads)?.threads;
  const isMeant = (entry: InTurns) =>
    entry.workload === workload && entry.against === against && entry.threads === count;
  return measured.inTurns.find(isMeant)?.share ?? null;
}

function nameOf(threads: Threads): string {
  return threads === "one" ? "one thread" : "all threads";
}

/** A step against the ceiling: against the best that the product reached in the run, and in turns. */
function product(workload: string, atLeast: number): readonly GoalDefinition[] {
  return [
    {
      workload,
      title: "share of the ceiling, one thread",
      atLeast,
      find: (measured) => rowOf(measured, workload, "regnet", "one")?.ceilingShare ?? null,
    },
    shareInTurns(workload, atLeast, "one", ceilingProduct),
  ];
}

/** How many times as fast as a rival, or as the fastest of several. */
function faster(
  workload: string,
  rivals: readonly SubjectName[],
  atLeast: number,
  threads: Threads,
): GoalDefinition {
  return {
    workload,
    title: `times as fast as ${rivals.join(" and ")}, ${nameOf(threads)}`,
    atLeast,
    find(measured) {
      const own = rowOf(measured, workload, "regnet", threads)?.ms ?? null;
      const others = rivals.flatMap((rival) => rowOf(measured, workload, rival, threads)?.ms ?? []);
      return own === null || others.length === 0 ? null : Math.min(...others) / own;
    },
  };
}

const TFJS: readonly SubjectName[] = ["tfjs-layers", "tfjs-core", "tfjs-expert"];

function memory(workload: string): readonly GoalDefinition[] {
  const own = (measured: Measured) => rowOf(measured, workload, "regnet", "one");
  return [
    {
      workload,
      title: "bytes allocated, of the least that its plan could do with (W8)",
      atMost: 1.2,
      find(measured) {
        const { peakBytes = null, minimumBytes = null } = own(measured) ?? {};
        return peakBytes === null || minimumBytes === null ? null : peakBytes / minimumBytes;
      },
    },
    {
      workload,
      title: "of the peak of the most frugal tfjs (W8)",
      atMost: 0.5,
      find(measured) {
        const peak = own(measured)?.peakBytes ?? null;
        const others = TFJS.flatMap((rival) => rowOf(measured, workload, rival, "one")?.peakBytes ?? []);
        return peak === null || others.length === 0 ? null : peak / Math.min(...others);
      },
    },
  ];
}

/**
 * An update against each triad that takes turns with it: against its best rate of the run, and in turns. Memory's bandwidth is as
 * STREAM defines it, with arrays that no cache holds: a million parameters' state lies in a large cache, where a triad over as
 * much is twice as fast as memory.
 */
function update(workload: Workload, atLeast: number): readonly GoalDefinition[] {
  const threads = ["one", "all"] as const;
  return heldAgainst(workload).flatMap((triad) =>
    threads.flatMap((count) => [
      shareOfBest(workload, atLeast, count, triad),
      shareInTurns(workload.id, atLeast, count, triad),
    ]),
  );
}

function shareOfBest(
  workload: Workload,
  atLeast: number,
  threads: Threads,
  { sizes }: Workload,
): GoalDefinition {
  const of = sizes.mebibytes === MEMORY ? "memory's bandwidth" : "the rate of a triad over as much memory";
  return {
    workload: workload.id,
    title: `share of ${of}, ${nameOf(threads)}`,
    atLeast,
    find(measured) {
      const ms = rowOf(measured, workload.id, "regnet", threads)?.ms ?? null;
      const best = measured.ceilings?.triadGbs.find(({ mebibytes }) => mebibytes === sizes.mebibytes);
      const rate = ms === null ? null : rateOf(workload, ms);
      return rate === null || best === undefined ? null : rate / best.gbs;
    },
  };
}

function inference(workload: string): readonly GoalDefinition[] {
  return [
    faster(workload, ["tfjs-graph"], 1, "one"),
    faster(workload, ["onnxruntime-web"], 1, "one"),
    faster(workload, ["onnxruntime-web"], 1, "all"),
  ];
}

const compileTime = (measured: Measured, id: string) => rowOf(measured, id, "regnet", "one")?.ms ?? null;

const definitions: readonly GoalDefinition[] = [
  {
    workload: "ceiling",
    title: "our own matrix product, of the 128-bit multiply-add peak",
    atLeast: 0.8,
    find: ({ ceilings }) => (ceilings === null ? null : ceilings.matmulGflops / ceilings.multiplyAddGflops),
  },
  ...product("W1", 0.9),
  faster("W1", ["tfjs-layers"], 18, "one"),
  faster("W1", ["jax-js"], 2.5, "one"),
  faster("W1", ["pytorch"], 1, "all"),
  ...memory("W1"),
  ...product("W2", 0.9),
  faster("W2", TFJS, 4, "one"),
  faster("W2", ["pytorch"], 1, "all"),
  ...memory("W2"),
  ...product("W3", 0.7),
  faster("W3", ["tfjs-core"], 14, "one"),
  faster("W3", ["jax-js"], 2, "one"),
  faster("W3", ["pytorch"], 1, "all"),
  ...memory("W3"),
  ...product("W4", 0.5),
  faster("W4", ["tfjs-layers"], 10, "one"),
  faster("W4", ["pytorch"], 1 / 1.5, "all"),
  ...memory("W4"),
  ...updateWorkloads.flatMap((workload) => update(workload, 1 / 1.5)),
  ...["W6/mlp-1", "W6/mlp-64", "W6/cnn-1", "W6/cnn-64"].flatMap(inference),
  {
    workload: "W7/1000",
    title: "milliseconds",
    atMost: 300,
    find: (measured) => compileTime(measured, "W7/1000"),
  },
  {
    workload: "W7/10000",
    title: "times as long as 1,000 layers: linear is 10",
    atMost: 12,
    find(measured) {
      const [small, large] = [compileTime(measured, "W7/1000"), compileTime(measured, "W7/10000")];
      return small === null || large === null ? null : large / small;
    },
  },
  {
    workload: "W7/10000",
    title: "times as long as 1,000 layers in turns: linear is 10",
    atMost: 12,
    find(measured) {
      const share = inTurns(measured, "W7/10000", "one", "W7/1000");
      return share === null ? null : 10 / share;
    },
  },
  faster("W9", ["tfjs-layers"], 1, "one"),
];

/** The goals for which something was measured. */
export function judgeGoals(measured: Measured): readonly Goal[] {
  return definitions.flatMap(({ workload, title, atLeast, atMost, find }) => {
    const found = find(measured);
    if (found === null) return [];
    const isMet =
      found >= (atLeast ?? Number.NEGATIVE_INFINITY) && found <= (atMost ?? Number.POSITIVE_INFINITY);
    return [{ workload, title, atLeast: atLeast ?? null, atMost: atMost ?? null, found, isMet }];
  });
}

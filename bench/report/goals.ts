/** What regnet is to reach, and how far it came: each goal is a number that is to be at least, or at most, so much. */
import type { SubjectName } from "../subjects/catalogue.ts";
import { updateWorkloads } from "../workloads/update.ts";
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

function share(workload: string, atLeast: number, threads: Threads, of: string): GoalDefinition {
  const find = (measured: Measured) => rowOf(measured, workload, "regnet", threads)?.ceilingShare ?? null;
  return { workload, title: `${of}, ${threads} thread${threads === "one" ? "" : "s"}`, atLeast, find };
}

/**
 * A step against the ceiling: against the best that the product reached in the run, and against what it reached in the same
 * rounds as the step, where neighbours slow down both.
 */
function product(workload: string, atLeast: number): readonly GoalDefinition[] {
  const find = ({ inTurns }: Measured) => inTurns.find((entry) => entry.workload === workload)?.share ?? null;
  return [
    share(workload, atLeast, "one", "share of the ceiling"),
    { workload, title: "share of what the ceiling's product reached in turns, one thread", atLeast, find },
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
    title: `times as fast as ${rivals.join(" and ")}, ${threads} thread${threads === "one" ? "" : "s"}`,
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

const TRIAD = "share of the rate of a triad over as much memory";

/**
 * Memory's bandwidth as STREAM defines it, with arrays that no cache holds: a million parameters' state lies in a large cache,
 * where a triad over as much is twice as fast as memory.
 */
function bandwidth(workload: string, atLeast: number, threads: Threads): GoalDefinition {
  const bytes = updateWorkloads.find(({ id }) => id === workload)?.bytes ?? null;
  return {
    workload,
    title: `share of memory's bandwidth, ${threads} thread${threads === "one" ? "" : "s"}`,
    atLeast,
    find(measured) {
      const ms = rowOf(measured, workload, "regnet", threads)?.ms ?? null;
      const triads = measured.ceilings?.triadGbs ?? [];
      const largest = triads.toSorted((a, b) => b.mebibytes - a.mebibytes)[0];
      return ms === null || bytes === null || largest === undefined ? null : bytes / ms / 1e6 / largest.gbs;
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
  bandwidth("W5/1M", 1 / 1.5, "one"),
  bandwidth("W5/1M", 1 / 1.5, "all"),
  ...["W5/1M", "W5/10M", "W5/50M"].flatMap((id) => [
    share(id, 1 / 1.5, "one", TRIAD),
    share(id, 1 / 1.5, "all", TRIAD),
  ]),
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

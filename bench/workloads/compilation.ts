import type { Workload } from "./workload.ts";

const RULES = 200;

function compilation(id: string, layers: number, blocks: boolean, coldStart = false): Workload {
  const kind = blocks ? "layers in repeated blocks" : "layers";
  const from = coldStart ? "process start" : "source";
  return {
    id: `W7/${id}`,
    title: `${from} to plan: ${layers.toLocaleString("en")} ${kind}, a policy of ${RULES} rules`,
    task: "compile",
    unit: "compilation",
    fixture: null,
    sizes: { layers, rules: RULES, blocks: Number(blocks) },
    flops: null,
    bytes: null,
    agreement: null,
    coldStart,
    noisy: false,
  };
}

export const compilationWorkloads: readonly Workload[] = [
  compilation("1000", 1000, false),
  compilation("10000", 10_000, false),
  compilation("blocks-1000", 1000, true),
  compilation("1000-cold", 1000, false, true),
];

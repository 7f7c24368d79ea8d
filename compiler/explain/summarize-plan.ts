import type { Plan } from "../plan/plan.ts";
import type { PlanSummary } from "./explanation.ts";

export function summarizePlan(plan: Plan, batch: number): PlanSummary {
  const kernels = new Map<string, { name: string; via: "tfjs" | "host"; calls: number }>();
  for (const { call } of plan.steps) {
    if (call.via === "alias") continue;
    const key = `${call.via} ${call.kernel}`;
    const known = kernels.get(key) ?? { name: call.kernel, via: call.via, calls: 0 };
    kernels.set(key, { ...known, calls: known.calls + 1 });
  }
  const sorted = [...kernels.values()].sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
  return {
    backend: plan.backend,
    batch,
    calls: sorted.reduce((sum, { calls }) => sum + calls, 0),
    kernels: sorted,
    peakBytes: plan.peakBytes,
  };
}

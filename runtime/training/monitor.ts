import { definitionOf } from "../../compiler/synthesize/definition-of.ts";
import { isMetricTerm, splitMetricTerm } from "./score-sums.ts";
import type { EpochRecord, Scores } from "./scores.ts";

/**
 * Names of the numbers that an epoch ends with: `val.loss`, `val.loss.data`, `val.loss.penalty`, `val.loss.total`,
 * `val.loss.penalty.<technique>`, `val.<metric>`, and the same for `train`. `loss` alone is the data loss: one with
 * penalties falls as they do, whether or not the network generalises (L-12).
 */
export function monitoredNames(outputs: readonly string[], hasValidation: boolean): string[] {
  const metrics = outputs.filter(isMetricTerm).map((output) => splitMetricTerm(output).metric);
  const penalties = outputs.filter((output) => output.startsWith("loss.penalty."));
  const names = ["loss", "loss.data", "loss.penalty", "loss.total", ...penalties, ...new Set(metrics)];
  const parts = hasValidation ? ["val", "train"] : ["train"];
  return parts.flatMap((part) => names.map((name) => `${part}.${name}`));
}

/** Reads a name of `monitoredNames` off an epoch's record. */
export function readMonitor(name: string, record: EpochRecord): number {
  const [part, ...rest] = name.split(".");
  const scores = part === "val" ? record.val : record.train;
  return scores === null ? Number.NaN : readScores(rest, scores);
}

function readScores([first, second, ...technique]: readonly string[], { loss, metrics }: Scores): number {
  if (first !== "loss") return metrics[first!] ?? Number.NaN;
  if (second === "penalty" && technique.length > 0) return loss.penalties[technique.join(".")] ?? Number.NaN;
  return second === "penalty" || second === "total" ? loss[second] : loss.data;
}

/** Whether less or more of a monitored number is better. */
export function directionOf(name: string): "min" | "max" {
  const [, first] = name.split(".");
  return first === "loss" || definitionOf.metric(first!).better === "lower" ? "min" : "max";
}

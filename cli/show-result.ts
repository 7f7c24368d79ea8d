import { partNames } from "../runtime/data/dataset.ts";
import type { RunResult } from "../runtime/index.ts";
import { clock, number } from "./scores-text.ts";
import { coloursFor, print } from "./terminal.ts";

/** How a run was done; the numbers do not depend on it. */
export interface RunManner {
  readonly threads: number;
  readonly wideVectors: boolean;
}

/** What a run came to, and how well it generalised: every part is scored alike, without noise. */
export function showResult(result: RunResult, folder: string, { threads, wideVectors }: RunManner): void {
  const metrics = Object.keys(result.metrics.train);
  const hasPenalty = result.loss.train.penalty !== 0;
  const columns = ["loss", ...(hasPenalty ? ["data", "penalty"] : []), ...metrics];
  const cells = partNames.flatMap((part) => {
    const loss = result.loss[part];
    const measured = result.metrics[part];
    if (loss === null || measured === null) return [];
    const losses = hasPenalty ? [loss.total, loss.data, loss.penalty] : [loss.total];
    return [[part, ...losses.map(number), ...metrics.map((name) => number(measured[name]!))]];
  });
  print("");
  const widths = ["", ...columns].map((name) => Math.max(12, name.length + 2));
  for (const row of [["", ...columns], ...cells]) {
    print(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(6) : cell.padStart(widths[column]!))).join("")}`,
    );
  }
  print("");
  for (const line of generalization(result)) print(`  ${line}`);
  const best = result.bestEpoch === null ? "" : `, best epoch ${result.bestEpoch}`;
  const why = result.stopped === "early" ? "stopped early" : "all epochs done";
  print(
    `  ${why}: ${counted(result.epochs, "epoch")}, ${counted(result.steps, "step")} in ${clock(result.seconds)}${best}`,
  );
  print(
    `  ${result.parameters.toLocaleString("en-US")} parameters on ${result.backend}, ${counted(threads, "thread")}${wideVectors ? ", wide vectors" : ""}, seed ${result.seed}`,
  );
  print(`  ${coloursFor(process.stdout).bold(folder)}`);
}

/** The gap between what was trained on and what was not is what a policy is for. */
function generalization({ metrics, loss }: RunResult): string[] {
  const held = metrics.test === null ? ("val" as const) : ("test" as const);
  const [seen, unseen] = [loss.train, loss[held]];
  if (unseen === null) return [];
  const gaps = Object.entries(metrics.train).map(([name, value]) => {
    return `${name} ${number(value - metrics[held]![name]!)}`;
  });
  return [`gap, train minus ${held}: ${[`loss ${number(seen.data - unseen.data)}`, ...gaps].join(", ")}`];
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

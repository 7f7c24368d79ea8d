import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseModel } from "../compiler/ir/parse.ts";
import { runFiles } from "../runtime/node/run-files.ts";
import { readRunModel } from "../runtime/node/stored-run.ts";
import { isModelFile } from "./load-model.ts";
import { readSpec } from "./read-spec.ts";

/** Where runs go that are given no folder. */
export const RUNS = "runs";

/** `runs/fashion`, then `runs/fashion-2`, … */
export function freeFolder(name: string): string {
  const path = join(RUNS, name);
  for (let count = 1; ; count++) {
    const folder = count === 1 ? path : `${path}-${count}`;
    if (!existsSync(folder)) return folder;
  }
}

/** Of the runs in `runs/` that this spec or model began, the one that was at work last. */
export async function latestRun(file: string): Promise<string | null> {
  const names = await trainNames(file);
  let latest: { readonly path: string; readonly time: number } | null = null;
  for (const entry of await readdir(RUNS).catch(() => [])) {
    const path = join(RUNS, entry);
    const time = await lastWritten(path);
    if (time === null || time <= (latest?.time ?? 0)) continue;
    const { value: model } = await readRunModel(path);
    if (model !== null && names.has(model.name)) latest = { path, time };
  }
  return latest?.path ?? null;
}

/** Milliseconds; null for what is no run folder. Runs write their checkpoint most often, their metrics at once. */
async function lastWritten(path: string): Promise<number | null> {
  const times = [runFiles.metrics, runFiles.checkpoint].map((name) =>
    stat(join(path, name)).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    ),
  );
  const [metrics, checkpoint] = await Promise.all(times);
  return metrics == null ? null : Math.max(metrics, checkpoint ?? 0);
}

async function trainNames(file: string): Promise<ReadonlySet<string>> {
  if (isModelFile(file)) {
    const { model } = parseModel(await readFile(file, "utf8").catch(() => ""));
    return new Set(model === null ? [] : [model.name]);
  }
  const { files, root } = await readSpec(file);
  const declarations = files.get(root)?.tree.declarations ?? [];
  return new Set(declarations.flatMap((found) => (found.kind === "train" ? [found.name.text] : [])));
}

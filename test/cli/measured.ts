import type { EpochRecord, RunResult } from "../../runtime/index.ts";
import { readJson, readLines } from "./regnet.ts";

/** All that a run measured, without the time it took. */
export function measured(folder: string) {
  const { seconds: _, ...result } = readJson<RunResult>(folder, "result.json");
  const epochs = readLines<EpochRecord>(folder, "metrics.jsonl").map(({ seconds: _, ...record }) => record);
  return { result, epochs };
}

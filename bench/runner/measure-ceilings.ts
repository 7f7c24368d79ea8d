import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Ceilings } from "../report/report.ts";

const run = promisify(execFile);
const MEASURER = join(import.meta.dirname, "../ceilings/main.ts");

/** In a process of its own, under tsx: it needs what the package does not export. */
export async function measureCeilings(): Promise<Ceilings> {
  const { stdout } = await run(process.execPath, ["--import", "tsx", MEASURER]);
  return JSON.parse(stdout) as Ceilings;
}

/** The better of two measurements: whatever else the machine did only ever took away. */
export function bestOf(one: Ceilings | null, other: Ceilings): Ceilings {
  if (one === null) return other;
  return {
    matmulGflops: Math.max(one.matmulGflops, other.matmulGflops),
    multiplyAddGflops: Math.max(one.multiplyAddGflops, other.multiplyAddGflops),
    relaxedSimd: one.relaxedSimd,
    triadGbs: one.triadGbs.map(({ mebibytes, gbs }, i) => {
      return { mebibytes, gbs: Math.max(gbs, other.triadGbs[i]?.gbs ?? 0) };
    }),
  };
}

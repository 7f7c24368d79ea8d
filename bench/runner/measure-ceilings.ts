import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Ceilings } from "../report/report.ts";
import { lastWords } from "../subjects/failure.ts";

const run = promisify(execFile);
const MEASURER = join(import.meta.dirname, "../ceilings/main.ts");

/** In a process of its own, under tsx: it needs what the package does not export. Null, and said, when it fails. */
export async function measureCeilings(log: (line: string) => void): Promise<Ceilings | null> {
  try {
    const { stdout } = await run(process.execPath, ["--import", "tsx", MEASURER]);
    return JSON.parse(stdout) as Ceilings;
  } catch (error) {
    log(`the ceilings could not be measured: ${lastWords((error as { readonly stderr: string }).stderr)}`);
    return null;
  }
}

/** The better of two measurements: whatever else the machine did only ever took away. */
export function bestOf(one: Ceilings | null, other: Ceilings | null): Ceilings | null {
  if (one === null || other === null) return one ?? other;
  return {
    matmulGflops: Math.max(one.matmulGflops, other.matmulGflops),
    multiplyAddGflops: Math.max(one.multiplyAddGflops, other.multiplyAddGflops),
    relaxedSimd: one.relaxedSimd,
    triadGbs: one.triadGbs.map(({ mebibytes, gbs }, i) => {
      return { mebibytes, gbs: Math.max(gbs, other.triadGbs[i]?.gbs ?? 0) };
    }),
  };
}

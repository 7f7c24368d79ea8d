import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The first on the path may be another than the system's, to which a distribution adds its packages. */
const CANDIDATES = ["python3", "/usr/bin/python3"];

export interface Python {
  readonly command: string;
  readonly torch: string;
}

/** A distribution's PyTorch loads whatever BLAS there is; one of its own, as of a wheel, is no file of that name. */
const PROBE = `
import os, torch
maps = "/proc/self/maps"
print(torch.__version__)
print(os.path.exists(maps) and any("/blas/libblas" in line for line in open(maps)))`;

/** A Python that has PyTorch, or null. One that multiplies by BLAS's reference, ten times slower, is no rival. */
export async function findPython(log: (line: string) => void): Promise<Python | null> {
  for (const command of CANDIDATES) {
    try {
      const { stdout } = await run(command, ["-c", PROBE]);
      const [torch, isReference] = stdout.trim().split("\n") as [string, string];
      if (isReference !== "True") return { command, torch };
      log(`PyTorch of ${command} is left out: it has no fast BLAS (Debian's: libopenblas0-pthread)`);
    } catch {
      // Not there, or without torch: perhaps the next one.
    }
  }
  return null;
}

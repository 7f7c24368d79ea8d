import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The first on the path may be another than the system's, to which a distribution adds its packages. */
const CANDIDATES = ["python3", "/usr/bin/python3"];

export interface Python {
  readonly command: string;
  readonly torch: string;
}

/** A Python that has PyTorch, or null. */
export async function findPython(): Promise<Python | null> {
  for (const command of CANDIDATES) {
    try {
      const { stdout } = await run(command, ["-c", "import torch; print(torch.__version__)"]);
      return { command, torch: stdout.trim() };
    } catch {
      // Not there, or without torch: perhaps the next one.
    }
  }
  return null;
}

import { systemReason } from "../runtime/node/system-reason.ts";
import { writeFileSafely } from "../runtime/node/write-file-safely.ts";
import { ExitCode } from "./exit-code.ts";
import { say } from "./terminal.ts";

/** Writes a file, or says why it cannot be written; which of the two is the exit code. */
export async function writeOutput(file: string, text: string): Promise<ExitCode> {
  try {
    await writeFileSafely(file, text);
    return ExitCode.ok;
  } catch (error) {
    say(`cannot write ${file}: ${systemReason(error)}`);
    return ExitCode.io;
  }
}

import type { Diagnostic, Source } from "../grammar/index.ts";
import { ExitCode } from "./exit-code.ts";
import { report } from "./report.ts";

/** Says why a command ends here, and sets its exit code. */
export function refuse(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, Source> = new Map(),
): null {
  report(diagnostics, sources);
  const isSystems = diagnostics.some(({ code }) => code === "run-folder-not-writable");
  process.exitCode = isSystems ? ExitCode.io : ExitCode.faulty;
  return null;
}

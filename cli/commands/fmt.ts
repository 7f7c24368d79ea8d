import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { Command } from "commander";
import { format, Source } from "../../grammar/index.ts";
import { systemCode, systemReason } from "../../runtime/node/system-reason.ts";
import { ExitCode } from "../exit-code.ts";
import { report } from "../report.ts";
import { say } from "../terminal.ts";
import { writeOutput } from "../write-output.ts";

interface FmtOptions {
  readonly check?: boolean;
}

export const fmtCommand = new Command("fmt")
  .description("print specs in the one canonical form, in place; comments are kept")
  .argument("<files...>", "specs to format, or - for standard input to standard output")
  .option("--check", "write nothing; exit 1 when a file is not formatted")
  .action(async (files: readonly string[], options: FmtOptions) => {
    const codes: ExitCode[] = [];
    for (const file of files) codes.push(await formatFile(file, options.check === true));
    process.exitCode = Math.max(...codes);
  });

/** `faulty` for a syntax error and, under `--check`, for a file that is not formatted. */
async function formatFile(file: string, checkOnly: boolean): Promise<ExitCode> {
  const before = file === "-" ? await readAll(process.stdin) : await readText(file);
  if (before === null) return ExitCode.faulty;
  const source = new Source(file, before);
  const { text, diagnostics } = format(source);
  report(diagnostics, new Map([[file, source]]));
  if (text === null) return ExitCode.faulty;
  if (checkOnly) {
    if (text === before) return ExitCode.ok;
    say(`${file} is not formatted`);
    return ExitCode.faulty;
  }
  if (file === "-") process.stdout.write(text);
  else if (text !== before) return writeOutput(file, text);
  return ExitCode.ok;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const isMissing = systemCode(error) === "ENOENT";
    say(`cannot read ${file}: ${isMissing ? "there is no such file" : systemReason(error)}`);
    return null;
  }
}

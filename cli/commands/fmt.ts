import { readFile, rename, writeFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { Command } from "commander";
import { format, Source } from "../../grammar/index.ts";
import { ExitCode } from "../exit-code.ts";
import { report } from "../report.ts";
import { say } from "../terminal.ts";

interface FmtOptions {
  readonly check?: boolean;
}

export const fmtCommand = new Command("fmt")
  .description("print specs in the one canonical form, in place; comments are kept")
  .argument("<files...>", "specs to format, or - for standard input to standard output")
  .option("--check", "write nothing; exit 1 when a file is not formatted")
  .action(async (files: readonly string[], options: FmtOptions) => {
    let isClean = true;
    for (const file of files) isClean = (await formatFile(file, options.check === true)) && isClean;
    process.exitCode = isClean ? ExitCode.ok : ExitCode.faulty;
  });

/** Whether the file was fine: without syntax errors and, under `--check`, formatted. */
async function formatFile(file: string, checkOnly: boolean): Promise<boolean> {
  const before = file === "-" ? await readAll(process.stdin) : await readText(file);
  if (before === null) return false;
  const source = new Source(file, before);
  const { text, diagnostics } = format(source);
  report(diagnostics, new Map([[file, source]]));
  if (text === null) return false;
  if (checkOnly) {
    if (text !== before) say(`${file} is not formatted`);
    return text === before;
  }
  if (file === "-") process.stdout.write(text);
  else if (text !== before) await replaceFile(file, text);
  return true;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    say(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Beside it and renamed, so that an interrupted write never leaves half a spec. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp-${process.pid}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}

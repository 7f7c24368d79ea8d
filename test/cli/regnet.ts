/** Runs the commands as child processes in folders of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, inject } from "vitest";

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

type Content = string | Uint8Array;

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with these files, gone when the tests of the file are done. */
export function folderWith(files: Readonly<Record<string, Content>>): string {
  const folder = mkdtempSync(join(tmpdir(), "regnet-"));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Starts `regnet …` in a folder, with an environment that holds nothing else. */
export function start(folder: string, args: readonly string[], { env, input }: Surroundings = {}): Started {
  const script = join(inject("packageFolder"), "dist/cli.js");
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, env: { ...env } });
  child.stdin.end(input ?? "");
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(
    ([code, stdout, stderr]): Ended => ({ code, stdout, stderr }),
  );
  return { process: child, ended };
}

export async function regnet(folder: string, ...args: readonly string[]): Promise<Ended> {
  return start(folder, args).ended;
}

/** That a command did what it was to do; all it said is shown when it did not. */
export function expectDone({ code, stderr }: Ended): void {
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
}

/** That a command ended with a code and words for a user, not with a stack or the blame on itself. */
export function expectFault(
  { code, stdout, stderr }: Ended,
  expected: number,
  ...says: readonly RegExp[]
): void {
  for (const said of says) expect(stderr).toMatch(said);
  expect(stderr + stdout).not.toMatch(/^\s+at .*:\d+:\d+\)?$|bug of regnet/m);
  expect({ code, stderr: code === expected ? "" : stderr }).toEqual({ code: expected, stderr: "" });
}

export function readJson<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(...path), "utf8"));
}

/** The records of `metrics.jsonl`, or of another file of lines. */
export function readLines<T>(...path: readonly string[]): T[] {
  const lines = readFileSync(join(...path), "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line));
}

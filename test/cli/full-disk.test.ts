/** A small file system of its own that is filled up: needs the right to mount one. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { expectDone, expectFault, folderWith, regnet, start } from "./regnet.ts";
import { spirals } from "./specs.ts";
import { checkpointOf, epochsWritten, expectSameRun, until } from "./stored.ts";

const mounted: string[] = [];

afterEach(() => {
  for (const disk of mounted.splice(0)) execFileSync("umount", [disk]);
});

/** A folder with a disk of `kilobytes` in it, or null where this process may not mount one. */
function folderWithDisk(kilobytes: number, files: Readonly<Record<string, string>>): string | null {
  const folder = folderWith({ ...files, "disk/.keep": "" });
  const disk = join(folder, "disk");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return null;
  }
  mounted.push(disk);
  return folder;
}

function fillUp(folder: string): void {
  const bytes = new Uint8Array(4096);
  for (let count = 0; ; count++) {
    try {
      writeFileSync(join(folder, `disk/fill-${count}`), bytes);
    } catch {
      return;
    }
  }
}

describe("a full disk", () => {
  const reason = "this process may not mount a file system";

  test("before the run exits with 4", async (context) => {
    const folder = folderWithDisk(64, { "a.regnet": spirals() });
    if (folder === null) return context.skip(reason);
    fillUp(folder);
    expectFault(await regnet(folder, "run", "a.regnet", "--out", "disk/r"), 4, /the disk is full/);
  });

  test("during the run leaves the last checkpoint whole, and the run resumes to the same end", async (context) => {
    const folder = folderWithDisk(256, { "a.regnet": spirals({ epochs: 60 }) });
    if (folder === null) return context.skip(reason);
    const run = join(folder, "disk/r");
    const { ended } = start(folder, ["run", "a.regnet", "--out", "disk/r", "--quiet"]);
    await until(() => epochsWritten(run) >= 2);
    fillUp(folder);
    expectFault(
      await ended,
      4,
      /checkpoint-not-written/,
      /the disk is full/,
      /previous checkpoint is still whole/,
    );
    const { progress } = await checkpointOf(run);
    expect(progress.finished).toBe(false);
    expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).toMatch(/\}\n$/);
    for (let count = 0; count < 64; count++) rmSync(join(folder, `disk/fill-${count}`), { force: true });
    expectDone(await regnet(folder, "run", "a.regnet", "--resume", "--out", "disk/r", "--quiet"));
    expectDone(await regnet(folder, "run", "a.regnet", "--out", "whole", "--quiet"));
    await expectSameRun(join(folder, "whole"), run);
  });
});

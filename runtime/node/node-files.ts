import { readFile, realpath } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { wrongType } from "../arguments/wrong-type.ts";
import type { DataFiles, Reading } from "../data/data-files.ts";
import { isInside } from "./is-inside.ts";
import { systemCode, systemReason } from "./system-reason.ts";

/**
 * Reads names under the given folders, the first that has the file. Refuses every path that ends outside the
 * folder it was found in, symbolic links followed, so that a spec reads only what it was given.
 *
 * @param folders in order of precedence: `--data`, REGNET_DATA, the spec's own folder
 * @throws TypeError for what is no list of texts
 */
export function nodeFiles(folders: readonly string[]): DataFiles {
  checkFolders(folders);
  const roots = [...new Set(folders.map((folder) => resolve(folder)))];
  return {
    async read(name) {
      const looked: string[] = [];
      let outside: string | undefined;
      for (const root of roots) {
        const path = isAbsolute(name) ? resolve(name) : join(root, name);
        const found = await readInside(root, path);
        if (found.kind === "missing") looked.push(path);
        else if (found.kind === "outside") outside ??= found.path;
        else return found;
      }
      if (outside !== undefined) return { kind: "outside", path: outside, folders: roots };
      return { kind: "missing", looked };
    },
  };
}

async function readInside(root: string, path: string): Promise<Reading> {
  if (!isInside(root, path)) return { kind: "outside", path, folders: [root] };
  try {
    const real = await realpath(path);
    if (!isInside(await realpath(root), real)) return { kind: "outside", path: real, folders: [root] };
    return { kind: "file", bytes: new Uint8Array(await readFile(real)) };
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing", looked: [path] };
    return { kind: "unreadable", reason: systemReason(error) };
  }
}

/** Callers without types may give one folder alone. */
function checkFolders(folders: unknown): void {
  if (!Array.isArray(folders))
    throw wrongType("nodeFiles", "a list of folders", folders, {
      String: `write \`nodeFiles(["${folders}"])\``,
    });
  for (const folder of folders)
    if (typeof folder !== "string") throw wrongType("nodeFiles", "folders as texts", folder);
}

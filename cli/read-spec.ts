import { readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, relative, resolve, sep } from "node:path";
import { type LoadedSpec, loadSpec } from "../compiler/check/load-spec.ts";
import type { Diagnostic } from "../grammar/index.ts";
import { diagnose } from "../runtime/diagnostics/diagnose.ts";
import { isInside } from "../runtime/node/is-inside.ts";
import { systemCode, systemReason } from "../runtime/node/system-reason.ts";

/**
 * Reads a spec and what it imports. The project is the working folder when the spec lies in it, else the spec's
 * own folder; imports never leave it, neither by `..` nor through a link.
 */
export async function readSpec(file: string): Promise<LoadedSpec> {
  const path = resolve(file);
  const project = isInside(process.cwd(), path) ? process.cwd() : dirname(path);
  const root = relative(project, path).split(sep).join("/");
  return loadSpec(root, { read: (name) => readInside(project, resolve(project, name)) });
}

/** Why there is no text in a file; null when there is, or when there is no file at all, which `readSpec` says. */
export function findUnreadable(path: string): Diagnostic | null {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
    return null;
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return null;
    const reason =
      code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is no text in UTF-8" : systemReason(error);
    return diagnose("spec-unreadable", { path, reason }, null);
  }
}

/** `--data`, then REGNET_DATA, then the folder of the spec. */
export function dataFolders(given: readonly string[], file: string): readonly string[] {
  const fromEnvironment = (process.env.REGNET_DATA ?? "").split(delimiter).filter((part) => part !== "");
  return [...given, ...fromEnvironment, dirname(resolve(file))];
}

function readInside(project: string, path: string): string | null {
  try {
    if (!isInside(realpathSync(project), realpathSync(path))) return null;
    return readFileSync(path, "utf8");
  } catch {
    // Whatever the reason, there is no text: the check says which file, and who imports it.
    return null;
  }
}

/** Builds the package once before the tests of the commands, in a folder of its own, as it would be installed. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Holds `package.json`, `dist` and `schema`. */
    readonly packageFolder: string;
  }
}

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

export default async function buildPackage(project: TestProject): Promise<() => Promise<void>> {
  // Under node_modules, so that what the package imports is found from there.
  const cache = join(root, "node_modules/.cache");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "regnet-"));
  const remove = () => rm(folder, { recursive: true });
  try {
    await run("tsup", ["--out-dir", join(folder, "dist"), "--silent"], { cwd: root, env: withBin() });
    await cp(join(root, "package.json"), join(folder, "package.json"));
    await cp(join(root, "schema"), join(folder, "schema"), { recursive: true });
  } catch (error) {
    await remove();
    throw error;
  }
  project.provide("packageFolder", folder);
  return remove;
}

function withBin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` };
}

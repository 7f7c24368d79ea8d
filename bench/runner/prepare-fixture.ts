import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { lastWords } from "../subjects/failure.ts";
import type { FixtureRecipe } from "../workloads/workload.ts";
import { SubjectFailure } from "./subject-process.ts";

const run = promisify(execFile);
/** Makes `run` fail as a subject does: without a fixture nobody can start. */
function refuse(error: { readonly stderr: string }): never {
  throw new SubjectFailure(`no fixture: ${lastWords(error.stderr)}`);
}

const MAKER = join(import.meta.dirname, "../workloads/make-fixture.ts");

/** Makes a workload's weights and batches in a folder of their own, for as long as `use` needs them. */
export async function withFixture<T>(
  recipe: FixtureRecipe | null,
  use: (folder: string | null) => Promise<T>,
): Promise<T> {
  if (recipe === null) return use(null);
  const folder = await mkdtemp(join(tmpdir(), "regnet-bench-"));
  try {
    await run(process.execPath, [MAKER, JSON.stringify(recipe), folder]).catch(refuse);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

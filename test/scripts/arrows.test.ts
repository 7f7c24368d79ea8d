import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");

/** Lints with the house's own configuration; the output, and whether it passed. */
async function lint(folder: string, ...paths: readonly string[]) {
  const options = { cwd: folder, maxBuffer: 1 << 26 };
  const given = ["lint", "--only=style/noRestrictedImports", "--vcs-enabled=false", ...paths];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [biome, ...given], options);
    return { passed: true, output: stdout + stderr };
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return { passed: false, output: stdout + stderr };
  }
}

const named = (from: string) => `import { planted } from "${from}";\nexport const used = planted;\n`;

/** The other ways to import. */
const forms = {
  "a re-export": (from: string) => `export * from "${from}";\n`,
  "a dynamic import": (from: string) => `export const used = () => import("${from}");\n`,
  "a type import": (from: string) =>
    `import type { planted } from "${from}";\nexport type Used = typeof planted;\n`,
};

/** Imports against the direction of the arrows, each from a folder at another depth. */
const violations: readonly (readonly [file: string, from: string])[] = [
  ["grammar/planted.ts", "../compiler/random.ts"],
  ["grammar/planted.ts", "../runtime/training/trainer.ts"],
  ["grammar/planted.ts", "../cli/main.ts"],
  ["grammar/planted.ts", "@tensorflow/tfjs-core"],
  ["grammar/planted.ts", "node:fs"],
  ["compiler/planted.ts", "../runtime/index.ts"],
  ["compiler/planted.ts", "../cli/main.ts"],
  ["compiler/definitions/layers/planted.ts", "../../../runtime/backends/backend.ts"],
  ["compiler/plan/planted.ts", "@tensorflow/tfjs-core"],
  ["compiler/plan/planted.ts", "@tensorflow/tfjs-core/dist/kernel_names.js"],
  ["compiler/ir/planted.ts", "node:fs"],
  ["compiler/ir/planted.ts", "node:fs/promises"],
  ["runtime/planted.ts", "../cli/main.ts"],
  ["runtime/training/planted.ts", "../../cli/report.ts"],
  ["runtime/planted.ts", "node:fs"],
  ["runtime/planted.ts", "./node/run-folder.ts"],
  ["runtime/data/planted.ts", "node:fs/promises"],
  ["runtime/training/planted.ts", "../node/run-folder.ts"],
  ["runtime/node/planted.ts", "../../cli/report.ts"],
];

const allowed: readonly (readonly [file: string, from: string])[] = [
  ["compiler/planted.ts", "../grammar/index.ts"],
  ["runtime/planted.ts", "../compiler/random.ts"],
  ["runtime/planted.ts", "../grammar/index.ts"],
  ["runtime/planted.ts", "@tensorflow/tfjs-core"],
  ["runtime/node/planted.ts", "node:fs/promises"],
  ["runtime/node/planted.ts", "../training/events.ts"],
  ["cli/planted.ts", "../runtime/index.ts"],
  ["cli/planted.ts", "../runtime/node/node-files.ts"],
  ["cli/planted.ts", "../grammar/index.ts"],
];

describe("the direction of the arrows", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "regnet-arrows-"));
    await cp(join(root, "biome.json"), join(folder, "biome.json"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function plant(file: string, from: string, form = named) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, form(from));
    return lint(folder, file);
  }

  it.each(violations)("%s may not import %s", async (file, from) => {
    const { passed, output } = await plant(file, from);
    expect(passed).toBe(false);
    expect(output).toContain("noRestrictedImports");
    expect(output).toContain("Arrows point one way");
  });

  it.each(Object.entries(forms))("%s is an import too", async (_, form) => {
    const { passed, output } = await plant("compiler/planted.ts", "../runtime/index.ts", form);
    expect(passed).toBe(false);
    expect(output).toContain("noRestrictedImports");
  });

  it.each(allowed)("%s may import %s", async (file, from) => {
    const { passed, output } = await plant(file, from);
    expect(output).not.toContain("noRestrictedImports");
    expect(passed).toBe(true);
  });

  it("is kept by the whole tree", async () => {
    const { passed, output } = await lint(root, "grammar", "compiler", "runtime", "cli");
    expect(output).not.toContain("noRestrictedImports");
    expect(passed).toBe(true);
  });
});

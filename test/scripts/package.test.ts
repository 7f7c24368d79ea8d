import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));

test("what npm packs from a fresh clone holds the types that its exports promise", () => {
  const { scripts, exports, types } = read("package.json");
  // npm runs `prepare`, and nothing else, before it packs a clone or installs one.
  expect(scripts.prepare.split(" && ")).toEqual(["tsup", "tsc -p tsconfig.types.json"]);
  expect(scripts.build).toContain("npm run prepare");
  const entries: readonly (string | { readonly types: string })[] = Object.values(exports);
  const promised = [types, ...entries.flatMap((entry) => (typeof entry === "string" ? [] : entry.types))];
  const { outDir } = read("tsconfig.types.json").compilerOptions;
  expect(promised.filter((path) => !path.startsWith(`./${outDir}/`))).toEqual([]);
  expect(promised.length).toBeGreaterThan(3);
});

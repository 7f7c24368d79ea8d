/** `npm run generate` writes every generated file; with `--check` it writes none and fails when one is stale. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generateDocs } from "./generate-docs.ts";
import { generateSchemas } from "./generate-schema.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");

let stale = 0;
for (const { path, text } of [...generateSchemas(), ...generateDocs()]) {
  const file = join(root, path);
  const committed = await readFile(file, "utf8").catch(() => null);
  if (committed === text) continue;
  stale += 1;
  console.log(`${check ? "stale" : "wrote"} ${path}`);
  if (check) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
if (check && stale > 0) {
  console.log("run `npm run generate` and commit what it writes");
  process.exitCode = 1;
}

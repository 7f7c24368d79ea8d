import { readFile } from "node:fs/promises";
import { type SubjectName, subjects } from "./catalogue.ts";

/** The installed version of a subject's package; regnet's own for the others. */
export async function versionOf(name: string): Promise<string> {
  const entry = subjects[name as SubjectName];
  const folder = entry.package === null ? "../../" : `../node_modules/${entry.package}/`;
  const text = await readFile(new URL(`${folder}package.json`, import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

import { type SubjectName, subjects } from "../subjects/catalogue.ts";
import { versionOf } from "../subjects/versions.ts";
import type { Python } from "./find-python.ts";

/** Of Node, regnet and all peers that are installed. */
export async function readVersions(python: Python | null): Promise<Readonly<Record<string, string>>> {
  const versions: Record<string, string> = { node: process.versions.node, regnet: await versionOf("regnet") };
  for (const [name, entry] of Object.entries(subjects)) {
    if (entry.package === null) continue;
    const found = await versionOf(name as SubjectName).catch(() => null);
    if (found !== null) versions[entry.package] = found;
  }
  if (python !== null) versions.pytorch = python.torch;
  return versions;
}

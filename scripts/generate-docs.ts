import type { GeneratedFile } from "./generated-file.ts";
export function generateDocs(): readonly GeneratedFile[] {
  return [];
}

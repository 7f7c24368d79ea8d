import { diagnosticsPage } from "./docs/diagnostics-page.ts";
import { referencePages } from "./docs/reference-pages.ts";
import type { GeneratedFile } from "./generated-file.ts";

/** The pages that only repeat what is declared elsewhere: every diagnostic, and every definition. */
export function generateDocs(): readonly GeneratedFile[] {
  return [{ path: "docs/diagnostics.md", text: diagnosticsPage() }, ...referencePages()];
}

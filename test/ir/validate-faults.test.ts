import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DocumentCode, documentMessages } from "../../compiler/ir/messages.ts";
import { parseModel } from "../../compiler/ir/parse.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { renderDiagnostic } from "../../grammar/index.ts";
import { type Draft, faults } from "./faults.ts";
import { sampleModel } from "./sample-model.ts";

function diagnose(code: DocumentCode): readonly Diagnostic[] {
  const fault = faults[code];
  if (typeof fault === "string") return parseModel(fault).diagnostics;
  const document: Draft = JSON.parse(JSON.stringify(sampleModel()));
  fault(document);
  return parseModel(JSON.stringify(document)).diagnostics;
}

describe("every fault of a document is told once, in words", () => {
  it.each(Object.keys(documentMessages) as DocumentCode[])("%s", async (code) => {
    const found = diagnose(code);
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    if (code !== "document-more-mistakes") expect(found).toHaveLength(1);
    const rendered = renderDiagnostic(found.at(-1)!, new Map());
    await expect(`${rendered}\n`).toMatchFileSnapshot(join(import.meta.dirname, "faults", `${code}.txt`));
  });
});

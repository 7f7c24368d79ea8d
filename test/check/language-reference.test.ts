import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compilerMessages } from "../../compiler/diagnostics/catalogue.ts";
import { checkText, field, renderedFaults } from "./check-text.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/language.md"), "utf8");
const examples = [...page.matchAll(/```regnet\n([\s\S]*?)```/g)].map(([, text]) => text!);

/** Fields as the data of the page's examples would have them. */
function fieldsOf(text: string) {
  const columns = text.includes("points.x") ? 2 : 4;
  const image = field([28, 28, 1]);
  return { image, x: field([columns]), y: field([1]), label: field([], text.includes("points.x") ? 2 : 10) };
}

describe("the language reference", () => {
  it.each(examples)("shows an example without errors or warnings: %s", async (text) => {
    const { model, diagnostics } = await checkText(text, {}, fieldsOf(text));
    const serious = diagnostics.filter(({ severity }) => severity !== "note");
    expect(serious, await renderedFaults(text, {}, fieldsOf(text))).toEqual([]);
    // An example with a train block is a whole spec.
    expect(model !== null).toBe(/^train /m.test(text));
  });

  it("shows several whole specs", () => {
    expect(examples.filter((text) => /^train /m.test(text)).length).toBeGreaterThan(3);
  });

  it("names codes that exist wherever it links to a diagnostic", () => {
    const linked = [...page.matchAll(/diagnostics\.md#([a-z0-9-]+)/g)].map(([, code]) => code);
    expect(linked.length).toBeGreaterThan(0);
    expect(linked.filter((code) => !(code! in compilerMessages))).toEqual([]);
  });
});

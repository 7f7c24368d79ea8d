import { describe, expect, it } from "vitest";
import { type CompilerCode, compilerMessages } from "../../compiler/diagnostics/catalogue.ts";
import { messages as syntaxMessages } from "../../grammar/messages.ts";
import { checkText, renderedFaults } from "./check-text.ts";
import { faultSamples } from "./fault-samples.ts";

describe("every fault a check knows", () => {
  for (const [code, { files, choices }] of Object.entries(faultSamples)) {
    it(`${code} is reported as a reader should see it`, async () => {
      const { model, diagnostics } = await checkText(files, choices);
      const own = diagnostics.filter((diagnostic) => diagnostic.code === code);
      expect(own).not.toHaveLength(0);
      if (own.some(({ severity }) => severity === "error")) expect(model).toBeNull();
      expect(await renderedFaults(files, choices)).toMatchSnapshot();
    });
  }

  it("has a sample for each code and no others", () => {
    expect(Object.keys(faultSamples).toSorted()).toEqual(Object.keys(compilerMessages).toSorted());
  });

  it("shares no code with the grammar", () => {
    expect(Object.keys(compilerMessages).filter((code) => code in syntaxMessages)).toEqual([]);
  });

  it("is explained in whole sentences", () => {
    for (const code of Object.keys(compilerMessages) as CompilerCode[]) {
      expect(compilerMessages[code].explanation, code).toMatch(/^[A-Z`].{30,}[.]$/s);
    }
  });
});

describe("samples", () => {
  it("hold one mistake each: nothing else is reported as an error", async () => {
    for (const [code, { files, choices }] of Object.entries(faultSamples)) {
      const { diagnostics } = await checkText(files, choices);
      const others = diagnostics.filter(
        (diagnostic) => diagnostic.severity === "error" && diagnostic.code !== code,
      );
      expect(others.map((diagnostic) => `${code}: also ${diagnostic.code}`)).toEqual([]);
    }
  });
});

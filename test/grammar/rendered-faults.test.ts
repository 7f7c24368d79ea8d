import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type Diagnostic,
  messages,
  parse,
  renderDiagnostic,
  Source,
  sizeLimit,
} from "../../grammar/index.ts";

/** Each text here has mistakes; beside it lies what a reader is told. Update with `vitest run -u`. */
const folder = join(import.meta.dirname, "faults");
const samples = readdirSync(folder).filter((name) => name.endsWith(".regnet"));

/** Texts too large to lie in a file. */
const generated: Readonly<Record<string, string>> = {
  "file-too-large": "// padding\n".repeat(Math.ceil(sizeLimit / 11) + 1),
  "nesting-too-deep": `param x = ${"(".repeat(300)}1${")".repeat(300)}`,
  "too-many-mistakes": "param 3\n".repeat(150),
};

function diagnose(source: Source): readonly Diagnostic[] {
  return parse(source).diagnostics;
}

function render(source: Source, diagnostics: readonly Diagnostic[]): string {
  const sources = new Map([[source.file, source]]);
  return `${diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, sources)).join("\n\n")}\n`;
}

describe("every text with a mistake is told what is wrong", () => {
  it.each(samples)("%s", async (name) => {
    const source = new Source(name, readFileSync(join(folder, name), "utf8"));
    const rendered = render(source, diagnose(source));
    await expect(rendered).toMatchFileSnapshot(join(folder, `${basename(name, ".regnet")}.txt`));
  });

  it.each(Object.entries(generated))("%s", async (code, text) => {
    const source = new Source(`${code}.regnet`, text);
    const last = diagnose(source).slice(-1);
    await expect(render(source, last)).toMatchFileSnapshot(join(folder, `${code}.txt`));
  });
});

describe("the catalogue of syntax messages", () => {
  const texts = [
    ...samples.map((name) => readFileSync(join(folder, name), "utf8")),
    ...Object.values(generated),
  ];
  const seen = new Set(
    texts.flatMap((text) => diagnose(new Source("spec.regnet", text)).map(({ code }) => code)),
  );

  it.each(Object.keys(messages))("has a sample for %s", (code) => {
    expect(seen).toContain(code);
  });

  it.each(samples.filter((name) => basename(name, ".regnet") in messages))(
    "%s shows the code it is named for",
    (name) => {
      const text = readFileSync(join(folder, name), "utf8");
      expect(diagnose(new Source(name, text)).map(({ code }) => code)).toContain(basename(name, ".regnet"));
    },
  );
});

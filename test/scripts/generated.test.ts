import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogues } from "../../scripts/docs/catalogues.ts";
import { generateDocs } from "../../scripts/generate-docs.ts";
import { generateSchemas } from "../../scripts/generate-schema.ts";

const root = join(import.meta.dirname, "../..");

describe("generated files", () => {
  it.each([...generateSchemas(), ...generateDocs()])(
    "$path is what the definitions make",
    ({ path, text }) => {
      const file = join(root, path);
      const committed = existsSync(file) ? readFileSync(file, "utf8") : "";
      // Compared as a boolean: a difference of half a megabyte is no message.
      expect(committed === text, "run `npm run generate`").toBe(true);
    },
  );
});

describe("the catalogues", () => {
  const codes = catalogues.flatMap(({ catalogue }) => Object.keys(catalogue));

  it("give each code one meaning", () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it("name codes in kebab case, as anchors of the diagnostics page", () => {
    expect(codes.filter((code) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code))).toEqual([]);
    const page = readFileSync(join(root, "docs/diagnostics.md"), "utf8");
    expect(codes.filter((code) => !page.includes(`\n### ${code}\n`))).toEqual([]);
  });
});

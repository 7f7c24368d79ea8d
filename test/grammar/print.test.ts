import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format, parse, print, Source } from "../../grammar/index.ts";
import { specFile } from "./arbitrary-tree.ts";
import { specs } from "./specs.ts";
import { withoutPlaces } from "./without-places.ts";

function declarations(text: string): unknown {
  const { tree, diagnostics } = parse(new Source("spec.regnet", text));
  expect(diagnostics, text).toEqual([]);
  return withoutPlaces(tree.declarations);
}

function formatted(text: string): string {
  const result = format(new Source("spec.regnet", text));
  expect(result.diagnostics, text).toEqual([]);
  return result.text!;
}

describe("printing a tree", () => {
  it("gives a text that parses to the same tree", () => {
    fc.assert(
      fc.property(specFile, (tree) => {
        expect(declarations(print(tree))).toEqual(withoutPlaces(tree.declarations));
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("gives a text that formatting leaves as it is, but for what its author alone decides", () => {
    fc.assert(
      fc.property(specFile, (tree) => {
        const once = formatted(print(tree));
        expect(formatted(once)).toBe(once);
        expect(declarations(once)).toEqual(withoutPlaces(tree.declarations));
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("keeps lines within a hundred columns where there is a place to break", () => {
    const list = Array.from({ length: 60 }, (_, index) => `column_${index}`).join(", ");
    const text = formatted(`data d = csv("d.csv") { features x: [${list}] { numeric: standardize } }`);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe("formatting", () => {
  it.each(specs)("$file looks as its author would have it", async (source) => {
    const { text, diagnostics } = format(source);
    expect(diagnostics).toEqual([]);
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "formatted", source.file));
    expect(formatted(text!)).toBe(text);
    expect(declarations(text!)).toEqual(declarations(source.text));
  });

  it("keeps every comment, wherever it stands", () => {
    const places = fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 12 });
    const texts = fc.oneof(
      fc.constantFrom(...specs.map((source) => source.text)),
      specFile.map((tree) => print(tree)),
    );
    fc.assert(
      fc.property(texts, places, (text, chosen) => {
        const lines = text.split("\n").map((line) => [line]);
        chosen.forEach(([at, ownLine], index) => {
          const line = lines[at % lines.length]!;
          const own = ownLine || line[0]!.includes("//") || line.at(-1)!.includes("//");
          if (own) line.unshift(`// note ${index}.`);
          else line.push(`${line.pop()} // note ${index}.`);
        });
        const commented = lines.flat().join("\n");
        const once = formatted(commented);
        for (let index = 0; index < chosen.length; index++) expect(once).toContain(`// note ${index}.`);
        expect(declarations(once)).toEqual(declarations(text));
        expect(formatted(once)).toBe(once);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("refuses a text with mistakes", () => {
    const { text, diagnostics } = format(new Source("spec.regnet", "network N { a = }"));
    expect(text).toBeNull();
    expect(diagnostics.map(({ code }) => code)).toEqual(["missing-value"]);
  });

  it.each([
    ["nothing", "", ""],
    ["only comments", "\n\n// a\n\n\n// b", "// a\n\n// b\n"],
    [
      "a block its author broke",
      "policy P { kernel {\ndecay 1 } }",
      "policy P {\n  kernel {\n    decay 1\n  }\n}\n",
    ],
    [
      "one blank line of many",
      "policy P {\n\n\na { }\n\n\n\nb { }\n\n}",
      "policy P {\n  a {}\n\n  b {}\n}\n",
    ],
    [
      "declarations on neighbouring lines",
      "param a = 1\nparam b = 2\nnetwork N {\ninput x }",
      "param a = 1\nparam b = 2\n\nnetwork N {\n  input x\n}\n",
    ],
    [
      "comments between the stages of a pipe",
      "network N { y = x // source\n -> relu // first\n // second\n -> dense(3) }",
      "network N {\n  y = x // source\n    -> relu // first\n    // second\n    -> dense(3)\n}\n",
    ],
    [
      "comments among arguments",
      "param a = f(1, // one\n 2 // two\n)",
      "param a = f(\n  1, // one\n  2 // two\n)\n",
    ],
    [
      "a comment before a block of one line",
      "train t { a: b // why\n{ c } }",
      "train t {\n  a: b { // why\n    c\n  }\n}\n",
    ],
    [
      "a comment behind the last parameter",
      "network N(a, b // why\n) {}",
      "network N(\n  a,\n  b // why\n) {}\n",
    ],
    ["a comment behind a brace", "train t { // why\nepochs 3 }", "train t { // why\n  epochs 3\n}\n"],
    [
      "a comment before a brace closes",
      "train t { epochs 3\n\n// end\n}",
      "train t {\n  epochs 3\n\n  // end\n}\n",
    ],
    ["an empty block with a comment", "train t {\n// later\n}", "train t {\n  // later\n}\n"],
    [
      "a name that could continue a line",
      "network N {\n a = x;\n as = a }",
      "network N {\n  a = x;\n  as = a\n}\n",
    ],
    [
      "line ends of Windows",
      "train t {\r\n  epochs 3\r\n\r\n  seed 1\r\n}\r\n",
      "train t {\n  epochs 3\n\n  seed 1\n}\n",
    ],
    ["commas between names side by side", "train t { metrics a,b, c }", "train t { metrics a, b, c }\n"],
  ])("handles %s", (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
  });
});

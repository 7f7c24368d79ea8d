import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, print, renderDiagnostic, Source } from "../../grammar/index.ts";
import { specs } from "./specs.ts";

describe("parsing anything at all", () => {
  const pieces = [
    ...[
      "network",
      "policy",
      "train",
      "data",
      "param",
      "import",
      "input",
      "output",
      "layer",
      "as",
      "in",
      "extends",
    ],
    ...[
      "x",
      "conv",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "->",
      "|>",
      "+",
      "-",
      "*",
      "/",
      "=",
      ":",
      ",",
      ".",
      ";",
      "\n",
    ],
    ...[
      "1",
      "5e",
      "10%",
      "epochs",
      '"s"',
      '"',
      "'",
      "//c\n",
      "///d\n",
      "#",
      "/*",
      ">=",
      "@",
      "é",
      "\t",
      "\\",
    ],
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join(" "));
  const dense = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join(""));
  const noise = fc.string({ unit: "binary", maxLength: 200 });
  const damaged = fc
    .tuple(
      fc.constantFrom(...specs.map((source) => source.text)),
      fc.nat(),
      fc.nat(6),
      fc.constantFrom("", ...pieces),
    )
    .map(([text, at, length, piece]) => {
      const start = at % text.length;
      return text.slice(0, start) + piece + text.slice(start + length);
    });
  const truncated = fc
    .tuple(fc.constantFrom(...specs.map((source) => source.text)), fc.nat())
    .map(([text, at]) => text.slice(0, at % text.length));

  it("never throws, and points into the text", () => {
    fc.assert(
      fc.property(fc.oneof(soup, dense, noise, damaged, truncated), (text) => {
        const source = new Source("spec.regnet", text);
        const { tree, diagnostics } = parse(source);
        expect(tree.file).toBe("spec.regnet");
        for (const diagnostic of diagnostics) {
          for (const { start, end } of [diagnostic.span!, ...diagnostic.labels.map((label) => label.span)]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
          expect(renderDiagnostic(diagnostic, new Map([[source.file, source]]))).toContain(
            diagnostic.message,
          );
        }
        print(tree, source);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it.each([
    ["parentheses", (n: number) => `param p = ${"(".repeat(n)}1${")".repeat(n)}`],
    ["lists", (n: number) => `param p = ${"[".repeat(n)}1${"]".repeat(n)}`],
    ["calls", (n: number) => `param p = ${"f(".repeat(n)}1${")".repeat(n)}`],
    ["pipes", (n: number) => `param p = ${"(x -> f) + (".repeat(n / 2)}1${")".repeat(n / 2)}`],
    ["blocks", (n: number) => `train t { ${"a { ".repeat(n - 1)}${"} ".repeat(n)}`],
    ["signs", (n: number) => `param p = ${"-".repeat(n)}1`],
    ["sums", (n: number) => `param p = ${"1 + ".repeat(n)}1`],
  ])("bounds how deep %s nest", (_, nested) => {
    const deep = parse(new Source("spec.regnet", nested(200)));
    expect(deep.diagnostics).toEqual([]);
    print(deep.tree);
    for (const n of [202, 20_000]) {
      const { diagnostics } = parse(new Source("spec.regnet", nested(n)));
      expect(diagnostics.map(({ code }) => code)).toEqual(["nesting-too-deep"]);
    }
  });

  it.each([
    ["specs", specs.map((source) => source.text).join("\n")],
    ["opening brackets", "(["],
    ["brackets in the wrong order", "([)]{"],
    ["unclosed brackets on lines", "a = f(1\n"],
    ["quotes", '"'],
    ["comments", "//\n"],
    ["stray documentation", "///\n"],
    ["documentation inside brackets", "f(\n///\n)"],
    ["block comments", "/*"],
    ["names", "name "],
    ["separators", ";\n"],
    ["one long line of junk", "@"],
    ["numbers in a list", "1,", "param p = [", "]"],
    ["comments in a list", "\n//\n1,", "param p = [", "]"],
    ["comments where none is expected", "\n//", "param p = ", "\n1"],
    ["documentation where none is expected", "\n///", "param p = ", "\n1"],
    ["stages", " -> f", "network N { x = a", "}"],
    ["names side by side", "name ", "train t { a ", "}"],
    ["selectors", "a,\n", "policy P { a, ", "b {} }"],
    ["statements", "a = f(1)\n", "network N {\n", "}"],
    ["statements with a mistake", "a = f(1\n", "network N {\n", "}"],
  ])("reads a file full of %s in time proportional to its size", (_, piece, prefix = "", suffix = "") => {
    const middle = piece.repeat(Math.floor(300_000 / piece.length));
    const source = new Source("spec.regnet", prefix + middle + suffix);
    const start = performance.now();
    const { tree } = parse(source);
    print(tree, source);
    // Generous: anything quadratic would take minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

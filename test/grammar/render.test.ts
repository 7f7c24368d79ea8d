import { describe, expect, it } from "vitest";
import { type Diagnostic, locate, renderDiagnostic, Source, type Style } from "../../grammar/index.ts";

/** A diagnostic whose places are the first occurrences of texts. */
function about(source: Source, text: string, labels: readonly [string, string][] = []): Diagnostic {
  const place = (part: string) => {
    const start = source.text.indexOf(part);
    return { file: source.file, start, end: start + part.length };
  };
  return {
    code: "some-fault",
    severity: "error",
    message: "something is wrong",
    span: place(text),
    labels: labels.map(([part, words]) => ({ span: place(part), text: words })),
  };
}

function rendered(source: Source, diagnostic: Diagnostic, style?: Style): string {
  return `\n${renderDiagnostic(diagnostic, new Map([[source.file, source]]), style)}\n`;
}

describe("a rendered diagnostic", () => {
  it("underlines the place and says what to do", () => {
    const source = new Source("a.regnet", "network N {\n  input x\n}\n");
    const diagnostic = { ...about(source, "input"), hint: "try something else" };
    expect(rendered(source, diagnostic)).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
       --> a.regnet:2:3
        |
      2 |   input x
        |   ^^^^^
        = hint: try something else
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("shows a second place on the same line, and one far away", () => {
    const source = new Source("a.regnet", `first = 1, second = 2\n${"filler\n".repeat(10)}third = 3`);
    const labels: [string, string][] = [
      ["second", "collides with this"],
      ["third", "and with this"],
    ];
    expect(rendered(source, about(source, "first", labels))).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
        --> a.regnet:1:1
         |
       1 | first = 1, second = 2
         | ^^^^^      ------ collides with this
      ...
      12 | third = 3
         | ----- and with this
         = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("shows the head and the end of a place of many lines", () => {
    const source = new Source("a.regnet", "train t {\n  a\n\n  b\n  c\n  d\n} // end");
    expect(rendered(source, about(source, source.text.slice(0, -7)))).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
       --> a.regnet:1:1
        |
      1 | train t {
        | ^^^^^^^^^
      2 |   a
        |   ^
      ...
      7 | } // end
        | ^
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("keeps underlines below tabs and wide characters", () => {
    const source = new Source("a.regnet", '\tx\t= "日本語 é" oops');
    expect(rendered(source, about(source, "oops"))).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
       --> a.regnet:1:14
        |
      1 |     x    = "日本語 é" oops
        |                       ^^^^
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("shows the part of a long line that matters", () => {
    const source = new Source("a.regnet", `x = ${"a + ".repeat(100)}here${" + b".repeat(100)}`);
    expect(rendered(source, about(source, "here"))).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
       --> a.regnet:1:405
        |
      1 | …a + a + a + a + a + a + a + a + a + a + here + b + b + b + b + b + b + b + b + b + b + b + b + b + b + b + b + b + b + b…
        |                                          ^^^^
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("points behind the last character of a text that ends too early", () => {
    const source = new Source("a.regnet", "param x =");
    const end = { file: "a.regnet", start: 9, end: 9 };
    expect(rendered(source, { ...about(source, "x"), span: end })).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
       --> a.regnet:1:10
        |
      1 | param x =
        |          ^
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("names the file of a label that lies in another one", () => {
    const one = new Source("one.regnet", "network N {}");
    const two = new Source("two.regnet", "\n\nnetwork N {}");
    const label = { span: { file: "two.regnet", start: 10, end: 11 }, text: "also declared here" };
    const text = renderDiagnostic(
      { ...about(one, "N"), labels: [label] },
      new Map([one, two].map((source) => [source.file, source])),
    );
    expect(`\n${text}\n`).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
       --> one.regnet:1:9
        |
      1 | network N {}
        |         ^
       --> two.regnet:3:9
        |
      3 | network N {}
        |         - also declared here
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("does without a place in a text", () => {
    const source = new Source("a.regnet", "");
    expect(rendered(source, { ...about(source, ""), span: null })).toMatchInlineSnapshot(`
      "
      error[some-fault]: something is wrong
        = docs: docs/diagnostics.md#some-fault
      "
    `);
  });

  it("leaves out a place in a text that is not known", () => {
    const diagnostic = about(new Source("elsewhere.regnet", "x"), "x");
    expect(rendered(new Source("a.regnet", ""), diagnostic)).not.toContain("-->");
  });

  it("shows control characters as replacements, so that a text cannot drive the terminal", () => {
    const source = new Source("a.regnet", "x = \u001b[31m oops");
    expect(rendered(source, about(source, "oops"))).not.toContain("\u001b");
  });

  it("is painted in the style it is given", () => {
    const source = new Source("a.regnet", "x = y");
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const style: Style = {
      error: mark("error"),
      warning: mark("warning"),
      note: mark("note"),
      strong: mark("strong"),
      faint: mark("faint"),
    };
    expect(rendered(source, about(source, "x", [["y", "this too"]]), style)).toMatchInlineSnapshot(`
      "
      <error>error[some-fault]</error>: <strong>something is wrong</strong>
       <faint>--></faint> a.regnet:1:1
        <faint>|</faint>
      <faint>1</faint> <faint>|</faint> x = y
        <faint>|</faint> <error>^</error>   <faint>- this too</faint>
        <faint>=</faint> docs: docs/diagnostics.md#some-fault
      "
    `);
  });
});

describe("locating a diagnostic", () => {
  it("counts lines and columns from one, the end exclusive", () => {
    const source = new Source("a.regnet", "first\nsecond third\nfourth");
    expect(locate(about(source, "third\nfour"), new Map([["a.regnet", source]]))).toEqual({
      file: "a.regnet",
      line: 2,
      column: 8,
      endLine: 3,
      endColumn: 5,
    });
  });

  it("gives nothing for a fault without a place", () => {
    const source = new Source("a.regnet", "x");
    expect(locate({ ...about(source, "x"), span: null }, new Map([["a.regnet", source]]))).toBeNull();
    expect(locate(about(source, "x"), new Map())).toBeNull();
  });
});

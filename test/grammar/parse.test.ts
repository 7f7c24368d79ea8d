import { describe, expect, it } from "vitest";
import { parse, print, Source, type SpecFile } from "../../grammar/index.ts";
import { specs } from "./specs.ts";
import { withoutPlaces } from "./without-places.ts";

function parsed(text: string): SpecFile {
  const { tree, diagnostics } = parse(new Source("spec.regnet", text));
  expect(diagnostics, text).toEqual([]);
  return tree;
}

/** The one declaration of a text, without places. */
function declaration(text: string): unknown {
  const tree = parsed(text);
  expect(tree.declarations).toHaveLength(1);
  return withoutPlaces(tree.declarations[0]);
}

/** What a text means, on one line, in canonical form: shows how it was grouped. */
function meaning(text: string): string {
  return print(parsed(text)).trim();
}

describe("parsing", () => {
  it.each(specs)("$file has no mistakes and the tree it always had", (source) => {
    const { tree, diagnostics } = parse(source);
    expect(diagnostics).toEqual([]);
    expect(withoutPlaces(tree)).toMatchSnapshot();
  });

  it("notes where things stand", () => {
    const text = "network N {\n  output y = (x -> relu) + x\n}";
    const [network] = parsed(text).declarations;
    if (network?.kind !== "network") throw new Error("not a network");
    const [output] = network.body;
    if (output?.kind !== "output" || output.value?.kind !== "binary") throw new Error("not a sum");
    const slice = ({ span }: { span: { start: number; end: number } }): string =>
      text.slice(span.start, span.end);
    expect(slice(network)).toBe(text);
    expect(slice(output)).toBe("output y = (x -> relu) + x");
    expect(slice(output.value.left)).toBe("(x -> relu)");
    expect(slice(network.name)).toBe("N");
  });

  it("takes a keyword for a name wherever a name can stand", () => {
    expect(
      meaning(
        "network network(data: int) { input input; layer layer = policy(train: in); as = import -> as as as }",
      ),
    ).toMatchInlineSnapshot(`
      "network network(data: int) {
        input input
        layer layer = policy(train: in);
        as = import -> as as as
      }"
    `);
  });

  it.each([
    ["a - b - c", "a - b - c"],
    ["a - (b - c)", "a - (b - c)"],
    ["(a + b) * -c", "(a + b) * -c"],
    ["a + (b * c)", "a + b * c"],
    ["-(a + b)", "-(a + b)"],
    ["(a -> f) -> g", "(a -> f) -> g"],
    ["a + b -> f", "a + b -> f"],
    ["f (a,)", "f(a)"],
    ["- - a", "-(-a)"],
    ["1 epoch + 2 steps", "1 epoch + 2 steps"],
  ])("groups %s", (written, grouped) => {
    expect(meaning(`param p = ${written}`)).toBe(`param p = ${grouped}`);
  });

  it("reads numbers for their value", () => {
    const tree = declaration("param p = [5e-4, 1_000, .5, 10%, 2., 3 epochs]");
    expect(tree).toMatchObject({
      value: {
        items: [
          { value: 5e-4, text: "5e-4" },
          { value: 1000, text: "1_000" },
          { value: 0.5 },
          { value: 0.1, text: "10%" },
          { value: 2 },
          { value: 3, unit: "epoch" },
        ],
      },
    });
  });

  it("resolves the escapes of a string", () => {
    expect(declaration('import "a\\"b\\\\c\\n\\t\\u{1f600}"')).toMatchObject({
      path: { value: 'a"b\\c\n\t😀' },
    });
  });

  it("tells a clause that is called from one with values beside it", () => {
    expect(declaration("train t { crop pad 2; crop(pad: 2); a (b); c -1; d: e, f }")).toMatchObject({
      clauses: [
        {
          name: { text: "crop" },
          called: false,
          arguments: [{ value: { kind: "path" } }, { value: { value: 2 } }],
        },
        { name: { text: "crop" }, called: true, arguments: [{ name: { text: "pad" } }] },
        { name: { text: "a" }, called: true },
        { name: { text: "c" }, called: false, arguments: [{ value: { kind: "unary" } }] },
        { name: { text: "d" }, called: false, arguments: [], values: [{ kind: "path" }, { kind: "path" }] },
      ],
    });
  });

  it("reads the place, path and predicates of a selector", () => {
    const rules = "after conv[stride == 2, width > 3], input, after.kernel, [rank >= 2] { decay 1 }";
    expect(declaration(`policy P { ${rules} }`)).toMatchObject({
      rules: [
        {
          selectors: [
            { place: { text: "after" }, path: { parts: [{ text: "conv" }] }, predicates: [{}, {}] },
            { place: { text: "input" }, predicates: [] },
            { path: { parts: [{ text: "after" }, { text: "kernel" }] }, predicates: [] },
            { predicates: [{ name: { text: "rank" }, operator: ">=" }] },
          ],
        },
      ],
    });
  });

  it("reads a repetition only before another layer", () => {
    const stages = "x -> repeat(8) f(1) as a -> repeat(2) as b -> repeat(3)";
    expect(declaration(`param p = ${stages}`)).toMatchObject({
      value: {
        stages: [
          { repeat: { value: 8 }, layer: { kind: "call" }, alias: { text: "a" } },
          { layer: { callee: { parts: [{ text: "repeat" }] } }, alias: { text: "b" } },
          { layer: { callee: { parts: [{ text: "repeat" }] } } },
        ],
      },
    });
  });

  it("joins the lines of a documentation, and keeps other comments aside", () => {
    const tree = parsed("/// One.\n///  Two.\n// aside\nparam p = 1 // behind\n");
    expect(tree.declarations[0]?.doc).toBe("One.\n Two.");
    expect(tree.comments.map(({ text }) => text)).toEqual([" aside", " behind"]);
  });

  it("separates by lines only where a line can end", () => {
    const spread = `network N
{
  input x: f32[2,
    3]
  a = x
    -> dense(
      3
    )
    as b
  c = a +
    b; d = c
}
policy P
  extends Q,
    R {
  kernel,
  bias { decay 1 }
}`;
    const compact = `network N { input x: f32[2, 3]; a = x -> dense(3) as b; c = a + b; d = c }
      policy P extends Q, R { kernel, bias { decay 1 } }`;
    expect(withoutPlaces(parsed(spread).declarations)).toEqual(withoutPlaces(parsed(compact).declarations));
  });
});

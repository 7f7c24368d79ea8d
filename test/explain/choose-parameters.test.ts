import { expect, test } from "vitest";
import { explain } from "../../compiler/explain/explain.ts";
import { classifier, explained } from "./models.ts";

const idsFor = (parameter: string) => explained(classifier(), { parameter }).parameters.map(({ id }) => id);

test("an id chooses one parameter", () => {
  expect(idsFor("head.kernel")).toEqual(["head.kernel"]);
});

test("a path chooses all parameters below it, with or without its dot", () => {
  expect(idsFor("head")).toEqual(["head.kernel", "head.bias"]);
  expect(idsFor("head.")).toEqual(["head.kernel", "head.bias"]);
});

test("half a name chooses nothing, and the nearest name is suggested", () => {
  for (const [wrong, meant] of [
    ["hed", "head"],
    ["head.kernle", "head.kernel"],
  ]) {
    const { explanation, diagnostics } = explain(classifier(), "wasm", { parameter: wrong! });
    expect(explanation).toBeNull();
    expect(diagnostics).toMatchObject([{ code: "unknown-parameter", hint: `did you mean \`${meant}\`?` }]);
  }
});

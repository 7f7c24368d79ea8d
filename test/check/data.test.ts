import { expect, it } from "vitest";
import { codesOf, modelOf, specWith } from "./check-text.ts";

it("a field of a table without columns is the column of its name", async () => {
  const { data } = await modelOf(
    specWith({
      net: "input x: f32[1]\n  output y = x -> dense(1)",
      rules: "",
      train: { data: 'data csv("t.csv") { features x; target y: price }' },
    }),
    {},
    {},
  );
  expect(data.fields.map(({ columns }) => columns)).toEqual([["x"], ["price"]]);
});

it("arrays from memory are taken whole, by the name of the field", async () => {
  const { data } = await modelOf(specWith({}));
  expect(data.fields.map(({ name, columns }) => [name, columns])).toEqual([
    ["x", []],
    ["y", []],
  ]);
  const columns = specWith({ train: { data: "data memory { features x: [a, b]; target y }" } });
  expect(await codesOf(columns)).toEqual(["bad-field"]);
});

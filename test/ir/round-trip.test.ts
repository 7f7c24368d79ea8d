import { describe, expect, it } from "vitest";
import { parseModel } from "../../compiler/ir/parse.ts";
import { printJson } from "../../compiler/ir/print-json.ts";
import { serializeModel } from "../../compiler/ir/serialize.ts";
import { validateModel } from "../../compiler/ir/validate.ts";
import { sampleModel } from "./sample-model.ts";

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, child]) => [key, reversedKeys(child)]));
}

describe("a model document", () => {
  it("that is valid is handed on as it is", () => {
    const model = sampleModel();
    expect(validateModel(model)).toEqual({ model, diagnostics: [] });
    expect(validateModel(model).model).toBe(model);
  });

  it("is the same after it was written and read", () => {
    const model = sampleModel();
    const text = serializeModel(model);
    expect(parseModel(text)).toEqual({ model, diagnostics: [] });
    expect(serializeModel(parseModel(text).model!)).toBe(text);
  });

  it("is written alike whatever the order in which its keys were set", () => {
    const model = sampleModel();
    expect(serializeModel(reversedKeys(model) as typeof model)).toBe(serializeModel(model));
  });

  it("is written in the order of the schema, with options in the order of their definition", () => {
    const text = serializeModel(sampleModel());
    expect(text.slice(0, 60)).toBe('{\n  "regnet": 1,\n  "name": "small",\n  "doc": "A model for te');
    const conv = text.slice(text.indexOf('"filters"'));
    expect(conv.indexOf('"filters"')).toBeLessThan(conv.indexOf('"size"'));
    expect(conv.indexOf('"size"')).toBeLessThan(conv.indexOf('"dilation"'));
  });
});

describe("printed JSON", () => {
  it("keeps the sign of zero, the digits of doubles, and texts of any characters", () => {
    const value = { a: -0, b: 5e-324, c: 0.1 + 0.2, d: '\u2028"\\\ud800', __proto__x: [] };
    expect(Object.is(JSON.parse(printJson(value)).a, -0)).toBe(true);
    expect(JSON.parse(printJson(value))).toEqual(value);
  });

  it("refuses a number that JSON does not have", () => {
    expect(() => printJson([Number.NaN])).toThrow("NaN");
  });
});

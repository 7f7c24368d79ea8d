import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentMessages } from "../../compiler/ir/messages.ts";
import { parseModel } from "../../compiler/ir/parse.ts";
import { serializeModel } from "../../compiler/ir/serialize.ts";
import { validateModel } from "../../compiler/ir/validate.ts";
import { hasErrors } from "../../grammar/diagnostic.ts";
import type { Json } from "./faults.ts";
import { sampleModel } from "./sample-model.ts";

type Path = readonly string[];

function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

const text = serializeModel(sampleModel());
const original = JSON.parse(text) as Json;
const paths = pathsOf(original).filter((path) => path.length > 0);

/** Values that are wrong in telling ways, and values of the document itself at places where they do not belong. */
const value: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<(Json | undefined)[]>(
    undefined,
    null,
    true,
    0,
    -1,
    1,
    2,
    3,
    0.5,
    1e300,
    2 ** 31,
    "",
    "__proto__",
  ),
  fc.constantFrom("constructor", "toString", "image", "head", "conv", "l2", "identity", "constant", "warmup"),
  fc.constantFrom(...paths).map((path) => valueAt(path)),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

const mutation = fc.record({
  path: fc.constantFrom(...paths),
  key: fc.option(fc.constantFrom("extra", "__proto__", "toString", "name", "options"), { freq: 4 }),
  value,
});

function valueAt(path: Path): Json {
  return path.reduce<Json>((parent, key) => (parent as Record<string, Json>)[key]!, original);
}

function mutate(
  document: Json,
  { path, key, value: wrong }: { path: Path; key: string | null; value: unknown },
) {
  let target = document as Record<string, Json> | undefined;
  const keys = key === null ? path : [...path, key];
  for (const step of keys.slice(0, -1)) {
    const next: unknown = target !== undefined && Object.hasOwn(target, step) ? target[step] : undefined;
    target = typeof next === "object" && next !== null ? (next as Record<string, Json>) : undefined;
  }
  if (target === undefined) return;
  const last = keys.at(-1)!;
  if (Array.isArray(target)) {
    // JSON's lists have no holes and no names.
    if (/^\d+$/.test(last))
      target.splice(Number(last), 1, ...(wrong === undefined ? [] : [structuredClone(wrong)]));
  } else if (wrong === undefined) delete target[last];
  else {
    const own = { value: structuredClone(wrong), writable: true, enumerable: true, configurable: true };
    Object.defineProperty(target, last, own);
  }
}

describe("validation of any document", () => {
  it("ends with a model or with errors of the catalogue, and never throws", () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const document = JSON.parse(text) as Json;
        for (const each of mutations) mutate(document, each);
        const { model, diagnostics } = validateModel(document);
        expect(model === null).toBe(hasErrors(diagnostics));
        for (const { code } of diagnostics) expect(Object.keys(documentMessages)).toContain(code);
        if (model === null) refused += 1;
        else expect(parseModel(serializeModel(model)).model).toEqual(model);
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  it("takes any JSON value at all", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        expect(validateModel(document).model).toBeNull();
      }),
    );
  });

  it("takes any text at all", () => {
    fc.assert(
      fc.property(fc.string(), (anything) => {
        expect(parseModel(anything).model).toBeNull();
      }),
    );
  });

  it("is over soon for a document that is nothing but mistakes", () => {
    const model = JSON.parse(text);
    const names = Array.from({ length: 900 }, (_, index) => `${"n".repeat(50)}${index}`);
    model.network.nodes.push(
      ...names.map((id) => ({ ...model.network.nodes[3], id, inputs: names.map((name) => `${name}x`) })),
    );
    const start = performance.now();
    expect(validateModel(model).diagnostics).toHaveLength(101);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("refuses a document that contains itself", () => {
    const circular: Record<string, unknown> = sampleModel() as unknown as Record<string, unknown>;
    const params: Record<string, unknown> = {};
    params.self = params;
    expect(validateModel({ ...circular, params }).diagnostics.map(({ code }) => code)).toEqual([
      "document-too-large",
    ]);
  });
});

import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CheckContext, check } from "../../compiler/check/check.ts";
import { loadSpec } from "../../compiler/check/load-spec.ts";
import type { DataSource, LoadedField, Model } from "../../compiler/ir/model.ts";
import { parseModel } from "../../compiler/ir/parse.ts";
import { serializeModel } from "../../compiler/ir/serialize.ts";
import { validateModel } from "../../compiler/ir/validate.ts";

const root = join(import.meta.dirname, "../..");

/** The types of fields as a loader would find them, made up: nothing here depends on the values. */
function fieldTypes({ source, options, fields }: DataSource): ReadonlyMap<string, LoadedField> {
  if (source === "text") {
    const window: LoadedField = { shape: [Number(options.length)], dtype: "i32", classes: 65 };
    return new Map([
      ["tokens", window],
      ["next", window],
    ]);
  }
  const features = source === "idx" ? [28, 28, 1] : source === "spirals" ? [2] : undefined;
  return new Map(
    fields.map(({ name, role, columns, transforms }): [string, LoadedField] => {
      const has = (transform: string) => transforms.some((other) => other.name === transform);
      if (role === "features")
        return [name, { shape: features ?? [columns.length], dtype: "f32", classes: null }];
      if (has("standardize")) return [name, { shape: [1], dtype: "f32", classes: null }];
      const classes = source === "idx" ? 10 : source === "spirals" ? 2 : 3;
      const label = { shape: has("onehot") ? [classes] : [], classes };
      return [name, { ...label, dtype: has("onehot") ? "f32" : "i32" }];
    }),
  );
}

async function modelsOf(path: string): Promise<readonly Model[]> {
  const spec = await loadSpec(basename(path), { read: () => readFileSync(path, "utf8") });
  const trains = spec.files.get(spec.root)!.tree.declarations.filter(({ kind }) => kind === "train");
  return trains.map((train) => {
    const context: CheckContext = { fieldTypes, train: "name" in train ? train.name?.text : undefined };
    const { model, diagnostics } = check(spec, context);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    return model!;
  });
}

describe("the model of every example", () => {
  it.each(globSync("examples/*.regnet", { cwd: root }))(
    "%s is a valid document, and the same after writing and reading",
    async (path) => {
      const models = await modelsOf(join(root, path));
      expect(models.length).toBeGreaterThan(0);
      for (const model of models) {
        expect(validateModel(model).diagnostics).toEqual([]);
        expect(parseModel(serializeModel(model)).model).toEqual(model);
      }
    },
  );
});

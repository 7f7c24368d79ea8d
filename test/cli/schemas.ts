import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, inject } from "vitest";

const ajv = new Ajv2020({ strict: false });

/** That a value is what the published schema of this name says. */
export function expectSchema(name: "model" | "result" | "metrics" | "diagnostics", value: unknown): void {
  const file = join(inject("packageFolder"), `schema/${name}.schema.json`);
  const validate =
    ajv.getSchema(name) ?? ajv.addSchema(JSON.parse(readFileSync(file, "utf8")), name).getSchema(name)!;
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

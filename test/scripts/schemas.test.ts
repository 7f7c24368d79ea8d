import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { formMessages } from "../../compiler/ir/form-messages.ts";
import type { DocumentCode } from "../../compiler/ir/messages.ts";
import { parseModel } from "../../compiler/ir/parse.ts";
import type { EpochRecord } from "../../runtime/training/scores.ts";
import { faults } from "../ir/faults.ts";
import { sampleModel } from "../ir/sample-model.ts";

const root = join(import.meta.dirname, "../..");

/** Without the option `discriminator`, as any other validator reads the schema. */
const ajv = new Ajv2020({ allErrors: false, strict: false });

function published(name: string) {
  return ajv.compile(JSON.parse(readFileSync(join(root, `schema/${name}.schema.json`), "utf8")));
}

describe("the published schemas, read as plain JSON Schema 2020-12", () => {
  const model = published("model");

  it("accept a valid model", () => {
    expect(model(JSON.parse(JSON.stringify(sampleModel())))).toBe(true);
  });

  const inForm = (Object.keys(faults) as DocumentCode[]).filter(
    (code) => code in formMessages && typeof faults[code] === "function",
  );
  it.each(inForm)("refuse a document with the fault %s", (code) => {
    const document = JSON.parse(JSON.stringify(sampleModel()));
    const fault = faults[code];
    if (typeof fault === "function") fault(document);
    expect(model(document)).toBe(false);
    expect(parseModel(JSON.stringify(document)).model).toBeNull();
  });

  it("leave null for an option only where it is the default", () => {
    const document = JSON.parse(JSON.stringify(sampleModel()));
    document.optimizer.options.lr.options.length = null;
    expect(model(document)).toBe(true);
    document.optimizer.options.lr.options.peak = null;
    expect(model(document)).toBe(false);
  });

  it("describe a line of metrics.jsonl", () => {
    const scores = {
      loss: { data: 1, penalty: 0.5, total: 1.5, penalties: { l2: 0.5 } },
      metrics: { accuracy: 1 },
    };
    const record: EpochRecord = { epoch: 1, step: 10, seconds: 0.5, train: scores, val: null };
    const metrics = published("metrics");
    expect(metrics(record)).toBe(true);
    expect(metrics({ ...record, val: scores })).toBe(true);
    expect(metrics({ ...record, epoch: 0 })).toBe(false);
    expect(metrics({ ...record, val: { ...scores, metrics: { accuracy: "1" } } })).toBe(false);
  });
});

describe("the compiled validator", () => {
  const code = readFileSync(join(root, "compiler/ir/generated/validate-model.js"), "utf8");

  it("runs under a strict content-security policy and stands alone", () => {
    expect(code).not.toMatch(/\beval\b|new Function|\brequire\b|\bimport\b/);
  });
});

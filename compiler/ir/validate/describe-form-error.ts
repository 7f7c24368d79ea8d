import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { diagnose } from "../messages.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { SchemaWalk } from "../schema/schema-walk.ts";
import { candidates } from "./candidates.ts";
import { isRecord } from "./is-record.ts";
import { jsonPath, pointerKeys, shown } from "./json-path.ts";
import type { FormError } from "./validate-form.ts";

/** Says what one error of ajv means, with what the schema knows of the place. */
export function describeFormError(error: FormError, document: unknown, walk: SchemaWalk): Diagnostic {
  const { keyword, params } = error;
  const keys = pointerKeys(error.instancePath);
  const path = jsonPath(keys);
  const value = valueAt(document, keys);
  switch (keyword) {
    case "required": {
      const property = String(params.missingProperty);
      const known = whatIsMissing(walk.at(document, [...keys, property]));
      return diagnose("document-missing-property", { path, property, known }, null);
    }
    case "additionalProperties": {
      const schema = walk.at(document, keys);
      const property = String(params.additionalProperty);
      const properties = schema && isRecord(value) ? Object.keys(walk.properties(schema, value)) : [];
      const known = candidates(property, properties);
      return diagnose("document-unknown-property", { path, property, known }, null);
    }
    case "discriminator": {
      const tag = String(params.tag);
      const branches = walk.at(document, keys)?.oneOf ?? [];
      const name = String(params.tagValue);
      const names = branches.map((branch) => String(branch.properties?.[tag]?.const));
      const known = candidates(name, names);
      return diagnose("document-unknown-name", { path: jsonPath([...keys, tag]), name, known }, null);
    }
    case "enum": {
      const names = (params.allowedValues as readonly unknown[]).filter((name) => typeof name === "string");
      const name = String(value);
      return diagnose("document-unknown-name", { path, name, known: candidates(name, names) }, null);
    }
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum": {
      const expected = `${comparisons[keyword]} ${params.limit}`;
      return diagnose("document-out-of-range", { path, expected, found: String(value) }, null);
    }
    case "minItems":
    case "maxItems":
    case "maxProperties": {
      const found = Object.keys(value as object).length;
      const expected = `${keyword === "minItems" ? "at least" : "at most"} ${params.limit} entries`;
      return diagnose("document-wrong-length", { path, expected, found }, null);
    }
    case "pattern": {
      const limit = /\{(\d+),(\d+)\}/.exec(String(params.pattern))!;
      const expected = `${limit[1]} to ${limit[2]} characters`;
      return diagnose("document-wrong-length", { path, expected, found: String(value).length }, null);
    }
    default: {
      const types = [params.type].flat().map((type) => typeNames[String(type)] ?? String(type));
      const slots = { path, expected: types.join(" or "), found: shown(value) };
      return diagnose("document-wrong-type", slots, null);
    }
  }
}

const comparisons = {
  minimum: "at least",
  maximum: "at most",
  exclusiveMinimum: "above",
  exclusiveMaximum: "below",
} as const;

const typeNames: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "a text",
  number: "a finite number",
  integer: "a whole number",
  boolean: "true or false",
};

function whatIsMissing(schema: JsonSchema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  if (schema.default !== undefined) return `in a spec it would be ${JSON.stringify(schema.default)}`;
  return schema.description;
}

function valueAt(document: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
}

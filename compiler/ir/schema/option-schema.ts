import type { OptionSpec, OptionSpecs } from "../../definitions/option-spec.ts";
import { limits } from "../limits.ts";
import { type JsonSchema, reference } from "./json-schema.ts";
import { text } from "./words.ts";

/** The schema of one option as the IR holds it; `null` is allowed where it is the default. */
export function optionSchema(spec: OptionSpec): JsonSchema {
  const schema = presentSchema(spec);
  const nullable = "default" in spec && spec.default === null;
  return { description: spec.doc, ...(nullable ? orNull(schema) : schema), ...defaultOf(spec) };
}

/** A spec may write a number for a schedule and a name for an initializer; the IR holds neither. */
function defaultOf({ type, doc, default: value }: OptionSpec): JsonSchema {
  if (value === undefined) return {};
  const asHeld = value === null || (type !== "schedule" && type !== "initializer");
  return asHeld ? { default: value } : { description: `${doc} In a spec: \`${value}\` when absent.` };
}

function presentSchema(spec: OptionSpec): JsonSchema {
  switch (spec.type) {
    case "number":
      return { type: "number", ...bounds(spec) };
    case "integer":
      return wholeNumber(spec);
    case "boolean":
      return { type: "boolean" };
    case "choice":
      return { type: "string", enum: spec.choices };
    case "pair":
      return { type: "array", items: wholeNumber(spec), minItems: 2, maxItems: 2 };
    case "integers":
      return { type: "array", items: wholeNumber(spec), maxItems: limits.entries };
    case "numbers":
      return { type: "array", items: { type: "number", ...bounds(spec) }, maxItems: limits.entries };
    case "words":
      return { type: "array", items: text(), maxItems: limits.entries };
    case "text":
    case "name":
      return text();
    // The range of a schedule or duration is the checker's to hold: it binds every number that the run will see.
    case "schedule":
      return reference("schedule");
    case "duration":
      return reference("duration");
    case "initializer":
      return reference("initializer-choice");
  }
}

/** Counted exactly: beyond 2^53 a double skips whole numbers. */
function wholeNumber(spec: Bounds): JsonSchema {
  const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
  return { type: "integer", ...safe, ...bounds(spec) };
}

type Bounds = Pick<Extract<OptionSpec, { type: "number" }>, "min" | "max" | "above" | "below">;

function bounds({ min, max, above, below }: Bounds): JsonSchema {
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(below === undefined ? {} : { exclusiveMaximum: below }),
  };
}

/** Keywords of one type say nothing about another, so a wider `type` is enough, except for a reference. */
function orNull(schema: JsonSchema): JsonSchema {
  if (schema.$ref !== undefined) return { anyOf: [schema, { type: "null" }] };
  const type = schema.type as Exclude<JsonSchema["type"], readonly unknown[] | undefined>;
  return {
    ...schema,
    type: [type, "null"],
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

/** All options of a definition: the IR leaves none out, so that no default is hidden in it. */
export function optionsSchema(options: OptionSpecs): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, optionSchema(spec)])),
    required: Object.keys(options),
    additionalProperties: false,
  };
}

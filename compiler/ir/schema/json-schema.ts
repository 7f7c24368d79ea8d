/** The part of JSON Schema 2020-12 that our documents need, and a constructor tied to the TypeScript shapes. */

type TypeName = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: TypeName | readonly TypeName[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly discriminator?: { readonly propertyName: string };
  /** Not a keyword: keeps an `Optional` from passing for a schema. */
  readonly optional?: never;
}

interface Optional {
  readonly optional: JsonSchema;
}

/** Marks a property that may be absent. */
export function optional(schema: JsonSchema): Optional {
  return { optional: schema };
}

type Properties<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional : JsonSchema;
};

/**
 * A closed object with exactly the properties of `T`, required exactly where `T` requires them: a property added
 * to the TypeScript shape and forgotten here is a type error, and so is the reverse.
 */
export function shape<T>(description: string, properties: Properties<T>): JsonSchema {
  const entries = Object.entries<JsonSchema | Optional>(properties);
  return {
    type: "object",
    description,
    properties: Object.fromEntries(
      entries.map(([name, property]) => [name, property.optional ?? (property as JsonSchema)]),
    ),
    required: entries.filter(([, property]) => property.optional === undefined).map(([name]) => name),
    additionalProperties: false,
  };
}

export function reference(definition: string, description?: string): JsonSchema {
  return { $ref: `#/$defs/${definition}`, ...(description === undefined ? {} : { description }) };
}

export function list(items: JsonSchema, maxItems: number, description?: string): JsonSchema {
  return { type: "array", items, maxItems, ...(description === undefined ? {} : { description }) };
}

/**
 * Narrows an object: exactly the branch whose `tag` is the document's has to hold. `discriminator` (of OpenAPI;
 * other validators pass over it) makes ajv look into that branch alone, so that a wrong option gives the one error
 * that matters and not one for each branch, and keeps the compiled validator small.
 */
export function chosenBy(object: JsonSchema, tag: string, branches: readonly JsonSchema[]): JsonSchema {
  const withTag = (schema: JsonSchema) => ({
    ...schema,
    required: [...new Set([tag, ...(schema.required ?? [])])],
  });
  return { ...withTag(object), discriminator: { propertyName: tag }, oneOf: branches.map(withTag) };
}

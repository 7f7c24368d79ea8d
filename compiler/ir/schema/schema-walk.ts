import type { JsonSchema } from "./json-schema.ts";

/** Follows a schema alongside a document: what the schema says of each place that the document has. */
export class SchemaWalk {
  constructor(private readonly root: JsonSchema) {}

  /** The schemas of the properties of an object of the document, its branch's included; in the schema's order. */
  properties(schema: JsonSchema, value: object): Readonly<Record<string, JsonSchema>> {
    return { ...schema.properties, ...this.branch(schema, value)?.properties };
  }

  /** The schema of a property or element; undefined where the schema says nothing of it. */
  child(schema: JsonSchema, value: object, key: string): JsonSchema | undefined {
    if (Array.isArray(value)) return schema.items && this.resolve(schema.items);
    const properties = this.properties(schema, value);
    const child = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties;
    return typeof child === "object" ? this.resolve(child) : undefined;
  }

  /** The schema at the end of a path of keys. */
  at(document: unknown, path: readonly string[]): JsonSchema | undefined {
    let schema: JsonSchema | undefined = this.root;
    let value = document;
    for (const key of path) {
      if (schema === undefined || typeof value !== "object" || value === null) return undefined;
      schema = this.child(schema, value, key);
      value = (value as Record<string, unknown>)[key];
    }
    return schema;
  }

  private branch(schema: JsonSchema, value: object): JsonSchema | undefined {
    if (schema.discriminator === undefined) return undefined;
    const tag = schema.discriminator.propertyName;
    const found = (value as Record<string, unknown>)[tag];
    return schema.oneOf?.find((branch) => branch.properties?.[tag]?.const === found);
  }

  private resolve(schema: JsonSchema): JsonSchema {
    if (schema.anyOf !== undefined) return this.resolve(schema.anyOf[0]!);
    const name = schema.$ref?.replace("#/$defs/", "");
    return name === undefined ? schema : this.resolve(this.root.$defs?.[name] ?? {});
  }
}

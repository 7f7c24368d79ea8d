import type { Definition } from "../../definitions/definition.ts";
import { chosenBy, type JsonSchema, reference } from "./json-schema.ts";
import { optionsSchema } from "./option-schema.ts";

export type Registry = Readonly<Record<string, Pick<Definition, "doc" | "options">>>;

/** Adds to an object's schema that its `tag` is a registry's name and its `options` are that definition's. */
export function chosenByName(object: JsonSchema, tag: string, kind: string, registry: Registry): JsonSchema {
  const branches = Object.keys(registry).map((name) => ({
    properties: { [tag]: { const: name }, options: reference(optionsKey(kind, name)) },
  }));
  return chosenBy(object, tag, branches);
}

/** The options of every definition of a registry, to stand under `$defs`. */
export function optionDefinitions(kind: string, registry: Registry): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(registry).map(([name, definition]) => [
      optionsKey(kind, name),
      { description: definition.doc, ...optionsSchema(definition.options) },
    ]),
  );
}

function optionsKey(kind: string, name: string): string {
  return `${kind}-${name}`;
}

import type { Model } from "./model.ts";
import { printJson } from "./print-json.ts";
import { definitionsSchema } from "./schema/definitions-schema.ts";
import { SchemaWalk } from "./schema/schema-walk.ts";

/**
 * A model as a JSON text: equal models give equal texts. Keys stand in the order of the schema, options in the
 * order in which their definition declares them.
 */
export function serializeModel(model: Model): string {
  const schema = definitionsSchema();
  return `${printJson(model, { walk: new SchemaWalk(schema), schema })}\n`;
}

import { limits } from "../limits.ts";
import type { DataSource, Field } from "../model.ts";
import { chosenByName, optionDefinitions } from "./chosen-by-name.ts";
import { type JsonSchema, list, optional, reference, shape } from "./json-schema.ts";
import type { Registries } from "./registries.ts";
import { word } from "./words.ts";

const options: JsonSchema = { type: "object" };
const share: JsonSchema = { type: "number", minimum: 0 };

/** Where examples come from and what is made of them. */
export function dataDefinitions({
  dataSources,
  transforms,
}: Registries): Readonly<Record<string, JsonSchema>> {
  return {
    data: chosenByName(
      shape<DataSource>("Where examples come from.", {
        name: word(),
        source: word("A data source."),
        options,
        split: shape<DataSource["split"]>("Shares of the examples.", {
          train: { type: "number", exclusiveMinimum: 0 },
          validation: share,
          test: share,
        }),
        fields: list(reference("field"), limits.entries),
        origin: optional(reference("origin")),
      }),
      "source",
      "source",
      dataSources,
    ),
    field: shape<Field>("One value of every example.", {
      name: word("Unique among fields."),
      role: { type: "string", enum: ["features", "target"] },
      columns: list(word(), limits.entries, "Columns of a table; empty where the source makes the field."),
      transforms: list(reference("transform"), limits.entries, "Applied in this order."),
    }),
    transform: chosenByName(
      shape<Field["transforms"][number]>("What is done to a field.", { name: word("A transform."), options }),
      "name",
      "transform",
      transforms,
    ),
    ...optionDefinitions("source", dataSources),
    ...optionDefinitions("transform", transforms),
  };
}

import { definitionsSchema } from "../compiler/ir/schema/definitions-schema.ts";
import type { JsonSchema } from "../compiler/ir/schema/json-schema.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { diagnosticsSchema } from "./schemas/diagnostics-schema.ts";
import { metricsSchema } from "./schemas/metrics-schema.ts";
import { resultSchema } from "./schemas/result-schema.ts";
import { standaloneValidator } from "./standalone-validator.ts";

/** The published JSON Schemas, and the validator of model documents that the compiler carries. */
export function generateSchemas(): readonly GeneratedFile[] {
  const model = definitionsSchema();
  return [
    schemaFile("model", model),
    schemaFile("result", resultSchema()),
    schemaFile("metrics", metricsSchema()),
    schemaFile("diagnostics", diagnosticsSchema()),
    { path: "compiler/ir/generated/validate-model.js", text: HEADER + standaloneValidator(model) },
    { path: "compiler/ir/generated/validate-model.d.ts", text: HEADER + DECLARATION },
  ];
}

const HEADER = "// Made by `npm run generate` from the definitions. Do not edit.\n";

const DECLARATION = `import type { FormError } from "../validate/validate-form.ts";

/** Whether a document fits schema/model.schema.json; \`errors\` says why the last one did not. */
export const validate: {
  (document: unknown): boolean;
  errors?: readonly FormError[] | null;
};
`;

function schemaFile(name: string, schema: JsonSchema): GeneratedFile {
  const document = { $schema: "https://json-schema.org/draft/2020-12/schema", ...schema };
  return { path: `schema/${name}.schema.json`, text: `${JSON.stringify(document, null, 2)}\n` };
}

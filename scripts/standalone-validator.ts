import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import type { JsonSchema } from "../compiler/ir/schema/json-schema.ts";

/**
 * Compiles a schema, ahead of time, to a module that validates without `eval` or `new Function`, so that it also
 * runs under a strict content-security policy. The module stands alone: a schema that needs one of ajv's run-time
 * helpers is refused here, because ajv would import it by `require`, which no browser knows.
 *
 * The keywords we use mean the same in every draft since 7, and ajv's code for 7 is a third smaller than for
 * 2020-12, which keeps books on dynamic anchors and evaluated properties.
 */
export function standaloneValidator(schema: JsonSchema): string {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    discriminator: true,
    inlineRefs: false,
    strict: true,
    strictTypes: false,
    code: { source: true, esm: true },
  });
  const code = standaloneCode(ajv, ajv.compile(withoutWords(schema)));
  if (/\brequire\(/.test(code)) throw new Error("the standalone validator needs a helper of ajv");
  return `${code}\n`;
}

/** ajv copies the whole schema into its code; what only people read is left out. */
function withoutWords(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    (key === "description" || key === "title") && typeof value === "string" ? undefined : value,
  );
}

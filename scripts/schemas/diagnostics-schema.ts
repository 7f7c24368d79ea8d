import type { DiagnosticRecord } from "../../cli/report.ts";
import { type JsonSchema, shape } from "../../compiler/ir/schema/json-schema.ts";

const place: JsonSchema = { type: ["integer", "null"], minimum: 1 };

/** What `regnet check --json` prints. */
export function diagnosticsSchema(): JsonSchema {
  return {
    title: "regnet diagnostics",
    description: "What `regnet check --json` prints: everything it found, errors or not.",
    type: "array",
    items: shape<DiagnosticRecord>(
      "One diagnostic. Lines and columns count from 1; the end is the column after it.",
      {
        code: {
          type: "string",
          pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
          description: "Stable; explained at docs/diagnostics.md#<code>.",
        },
        severity: { type: "string", enum: ["error", "warning", "note"] },
        message: { type: "string" },
        file: { type: ["string", "null"], description: "Null where the fault lies in no text." },
        line: place,
        column: place,
        endLine: place,
        endColumn: place,
        hint: { type: ["string", "null"], description: "What was probably meant, or what to do." },
      },
    ),
  };
}

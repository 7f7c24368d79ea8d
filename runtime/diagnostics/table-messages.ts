import { didYouMean } from "../../compiler/diagnostics/did-you-mean.ts";
import { message } from "../../grammar/diagnostic.ts";

/** A table of one column whose name holds a usual delimiter was split by another sign than its own. */
function otherDelimiter([only, ...others]: readonly string[]): string | undefined {
  const sign = others.length > 0 ? undefined : [";", "\t", "|", ","].find((usual) => only?.includes(usual));
  return sign && `its columns seem to stand apart by another sign: \`delimiter: ${JSON.stringify(sign)}\``;
}

/** Faults of tables (CSV). Rows are named by their line in the file, counted from 1. */
export const tableMessages = {
  "table-empty": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` holds no rows of data`,
    hint: () => "a header alone is no data; check `header` and `skip`",
    explanation: "After skipped lines, comments and the header, nothing is left in the file.",
  }),
  "table-malformed": message<{ name: string; line: number; reason: string }>({
    severity: "error",
    message: ({ name, line, reason }) => `\`${name}\`, line ${line}: ${reason}`,
    explanation:
      "Quotes follow RFC 4180: a field that starts with a quote ends with one, and a quote inside is doubled.",
  }),
  "table-ragged-row": message<{ name: string; line: number; expected: number; found: number }>({
    severity: "error",
    message: ({ name, line, expected, found }) =>
      `\`${name}\`, line ${line}: the row has ${found} ${found === 1 ? "field" : "fields"}, the table has ${expected} columns`,
    hint: ({ found }) =>
      found === 1 ? "if fields are separated by another sign, name it with `delimiter`" : undefined,
    explanation:
      "Every row must have one field for each column. A delimiter inside an unquoted field, or a row cut short, gives another number.",
  }),
  "table-duplicate-column": message<{ name: string; column: string; first: number; second: number }>({
    severity: "error",
    message: ({ name, column, first, second }) =>
      `\`${name}\` has two columns named \`${column}\`: number ${first} and number ${second}`,
    hint: () => "give names with `columns: [...]` and skip the header",
    explanation: "Columns are chosen by name, so names must be unique.",
  }),
  "table-column-count": message<{ name: string; given: number; found: number }>({
    severity: "error",
    message: ({ name, given, found }) =>
      `${given} column names are given for \`${name}\`, whose rows have ${found} fields`,
    explanation: "Given column names stand for the fields of a row in order, so there must be one for each.",
  }),
  "unknown-column": message<{ name: string; column: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name, column }) => `\`${name}\` has no column \`${column}\``,
    hint: ({ column, known }) => otherDelimiter(known) ?? didYouMean(column, known),
    explanation:
      "Columns are named by the table's header or by the source's `columns`; letters and case must agree.",
  }),
  "text-in-numeric-column": message<{ name: string; line: number; column: string; value: string }>({
    severity: "error",
    message: ({ name, line, column, value }) =>
      `\`${name}\`, line ${line}, column \`${column}\`: \`${value}\` is not a number`,
    hint: ({ value }) => `if \`${value}\` means that the value is missing, add it to \`missing\``,
    explanation:
      "A column is numeric when the values of the training part are numbers, or when a transform asks for numbers. Then every other value must be a number or one of the signs for a missing value.",
  }),
  "missing-values": message<{ column: string; part: string; count: number; line: number }>({
    severity: "error",
    message: ({ column, part, count, line }) =>
      `column \`${column}\` has ${count} missing ${count === 1 ? "value" : "values"} in the ${part} part, the first in line ${line}`,
    hint: () => "say what stands in for them: `missing: median`, `mean`, `most_frequent`, `zero`, or `drop`",
    explanation:
      "A missing value is never replaced silently: the policy for it changes what is learnt, so it is stated.",
  }),
  "column-without-values": message<{ column: string }>({
    severity: "error",
    message: ({ column }) => `column \`${column}\` has no value at all in the training part`,
    explanation:
      "Statistics are fitted on the training part; a column that is missing in all of it has none.",
  }),
  "unseen-class": message<{ column: string; part: string; count: number; value: string; line: number }>({
    severity: "error",
    message: ({ column, part, count, value, line }) =>
      `column \`${column}\`: ${count} ${count === 1 ? "label" : "labels"} of the ${part} part never occur in the training part, first \`${value}\` in line ${line}`,
    hint: () => "check the label's spelling, or give the training part a larger share",
    explanation: "Classes are those of the training part; the network has no output for another one.",
  }),
  "unseen-category": message<{ column: string; part: string; count: number; value: string }>({
    severity: "warning",
    message: ({ column, part, count, value }) =>
      `column \`${column}\`: ${count} ${count === 1 ? "value" : "values"} of the ${part} part never occur in the training part, first \`${value}\``,
    explanation:
      "Categories are those of the training part. Another one becomes a row of zeros under one-hot coding, and -1 as an index.",
  }),
};

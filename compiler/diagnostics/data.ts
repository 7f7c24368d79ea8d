import { message } from "../../grammar/diagnostic.ts";
import { didYouMean, quoteAll } from "./did-you-mean.ts";

/** Data declarations and the data clause of a train block. */
export const dataMessages = {
  "not-a-data-source": message<{ known: readonly string[] }>({
    severity: "error",
    message: () => "this names no data",
    hint: ({ known }) =>
      `write the name of a \`data\` declaration, or a source such as \`${known[0] ?? "csv"}(…)\``,
    explanation: "Data comes from a `data` declaration or from a source called in the train block itself.",
  }),
  "bad-split": message<{ problem: string }>({
    severity: "error",
    message: ({ problem }) => `this is no split: ${problem}`,
    hint: () => "write the shares of training, validation and test: `split 80 / 10 / 10`",
    explanation:
      "A split is two or three shares: training, validation and, if given, test. They are numbers from 0, the first above 0; only their proportions matter.",
  }),
  "unknown-data-clause": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `data has no field and no clause \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "Between the braces stand `features name: [columns]`, `target name: column`, `split a / b / c`, and, for sources that make fields of their own, the names of those fields.",
  }),
  "bad-field": message<{ problem: string; example: string }>({
    severity: "error",
    message: ({ problem }) => problem,
    hint: ({ example }) => `write \`${example}\``,
    explanation:
      "A field has a name and, for tables, columns: `features x: [a, b] { numeric: standardize }`.",
  }),
  "wrong-transform": message<{ transform: string; kind: string; kinds: readonly string[] }>({
    severity: "error",
    message: ({ transform, kind }) => `\`${transform}\` is nothing for ${kind} values`,
    hint: ({ kinds }) => `it is for ${kinds.join(" and ")} values`,
    explanation:
      "Columns are `numeric` or a `category`; `missing` says what becomes of absent cells. A source's own fields are an `image`, a `label` or `numeric`. Each transform knows which of these it takes.",
  }),
  "unknown-field": message<{ data: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ data, name }) => `the data \`${data}\` has no field \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation: "Inputs and targets name fields of the data: those it declares, or those its source makes.",
  }),
  "input-of-target": message<{ data: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ data, name }) =>
      `\`${name}\` is what the network is to predict from \`${data}\`, not an input`,
    hint: ({ known }) => (known.length === 0 ? undefined : `fields of features: ${quoteAll(known)}`),
    explanation:
      "A network that reads its target has nothing to learn. Inputs hold fields of features; what stands behind `target` in the data, and the labels of image files, go to the loss.",
  }),
  "missing-fields": message<{ data: string; role: string }>({
    severity: "error",
    message: ({ data, role }) => `the data \`${data}\` declares no ${role}`,
    hint: ({ role }) => (role === "target" ? "write `target y: column`" : "write `features x: [column, …]`"),
    explanation: "A table has columns; which are features and which is the target has to be said.",
  }),
  "other-data": message<{ name: string; used: string }>({
    severity: "error",
    message: ({ name, used }) =>
      `this input takes its type from \`${name}\`, but the train block uses \`${used}\``,
    explanation:
      "A network that takes the types of its inputs from a data declaration is trained on that data.",
  }),
};

import { quoteAll } from "../../compiler/diagnostics/did-you-mean.ts";
import { message } from "../../grammar/diagnostic.ts";
import { withArticle } from "../arguments/type-name.ts";

/** Faults of arrays that a program brings. */
export const memoryMessages = {
  "memory-not-given": message<Record<never, never>>({
    severity: "error",
    message: () => "`memory` takes arrays that a program gives, and there are none",
    hint: () => "give them to `compile` or `check` of the API: `{ memory: { x: { values, shape } } }`",
    explanation:
      "The shapes of the network follow from its data. The command line reads files and holds no arrays, so a spec with data in memory is checked and trained by a program.",
  }),
  "field-not-a-record": message<{ field: string; found: string }>({
    severity: "error",
    message: ({ field, found }) =>
      `the field \`${field}\` of \`memory\` is ${aType(found)}${found === "Undefined" ? "" : ", and no record"}`,
    hint: ({ field }) => `give it as \`{ ${field}: { values, shape } }\`, with the shape of one example`,
    explanation: "An array alone does not say where one example ends and the next begins; its field does.",
  }),
  "values-not-typed": message<{ field: string; found: string; known: readonly string[] }>({
    severity: "error",
    message: ({ field, found }) => `the values of the field \`${field}\` of \`memory\` are ${aType(found)}`,
    hint: ({ known }) => `bring them as one of ${quoteAll(known)}: \`Float32Array.from(values.flat())\``,
    explanation:
      "Values in memory are one typed array for all examples, row-major, the example first. Bytes stay bytes, and whole numbers of 32 bits can be the indices of an embedding.",
  }),
  "shape-not-given": message<{ field: string }>({
    severity: "error",
    message: ({ field }) => `the field \`${field}\` of \`memory\` has no shape`,
    hint: () => "`shape` is that of one example: `[]` for one number each, `[28, 28, 1]` for grey images",
    explanation:
      "Values are one flat array; the shape says how many of them an example has, and how they lie.",
  }),
  "size-not-whole": message<{ field: string; size: string }>({
    severity: "error",
    message: ({ field, size }) => `the shape of the field \`${field}\` of \`memory\` holds ${size}`,
    hint: () => "a shape is a list of whole numbers from 1; `[]` stands for one number each",
    explanation: "A shape says how many values an example has along each of its dimensions.",
  }),
  "shape-counts-examples": message<{ field: string; shape: readonly number[] }>({
    severity: "error",
    message: ({ field, shape }) =>
      `the shape [${shape.join(", ")}] of the field \`${field}\` of \`memory\` counts its ${shape[0]} examples, too`,
    hint: ({ shape }) => `\`shape\` is that of one example: \`[${shape.slice(1).join(", ")}]\``,
    explanation:
      "How many examples there are follows from how many values there are. A shape that holds all values of its field, while another field has an example for each of its first dimension, has the batch in front.",
  }),
  "number-not-finite": message<{ field: string; index: number; value: number; others: number }>({
    severity: "error",
    message: ({ field, index, value, others }) =>
      `the field \`${field}\` is ${value} in example ${index}${others === 0 ? "" : `, and not finite in ${others === 1 ? "another" : `${others} others`}`}`,
    hint: () => "leave such examples out, or put a number in their place; examples are counted from 0",
    explanation:
      "NaN and infinity in the data reach every weight in one step. A missing value is never replaced silently: for a table, the spec states what stands in for it; for arrays in memory, the program does it.",
  }),
  "arrays-disagree": message<{ field: string; expected: number; found: number }>({
    severity: "error",
    message: ({ field, expected, found }) =>
      `the array of field \`${field}\` holds ${found} numbers; its shape and the number of examples ask for ${expected}`,
    explanation:
      "All arrays of a source in memory hold the same number of examples, each of the field's shape.",
  }),
};

/** By what JavaScript calls a type: `an Array`, `missing`. */
function aType(found: string): string {
  return found === "Undefined" ? "missing" : withArticle(found);
}

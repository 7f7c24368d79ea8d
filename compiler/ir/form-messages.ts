import { message } from "../../grammar/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";

/** Faults in the form of a model document: what `schema/model.schema.json` refuses. */
export const formMessages = {
  "document-not-json": message<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `this is no JSON document: ${reason}`,
    explanation:
      "A model document is a JSON text (RFC 8259): no comments, no trailing commas, no NaN or Infinity.",
  }),
  "document-too-large": message<{ what: string; limit: number }>({
    severity: "error",
    message: ({ what, limit }) => `this document has more than ${limit} ${what}`,
    explanation:
      "A model document may come from anywhere, so it is read in bounded time and memory. The bounds lie far above what a network that trains on TensorFlow.js can hold.",
  }),
  "document-version": message<{ found: string; version: number }>({
    severity: "error",
    message: ({ found, version }) => `\`regnet\` is ${found}, but this is a reader of version ${version}`,
    hint: ({ version }) => `a model document starts with \`"regnet": ${version}\``,
    explanation:
      "The property `regnet` tells a model document from any other JSON and gives the version of its format. A document of a later version may mean what this reader does not know, so it is refused rather than guessed at.",
  }),
  "document-wrong-type": message<{ path: string; expected: string; found: string }>({
    severity: "error",
    message: ({ path, expected, found }) => `${path} has to be ${expected}, but is ${found}`,
    explanation:
      "Every property of a model document has one type; numbers are finite. See schema/model.schema.json.",
  }),
  "document-missing-property": message<{ path: string; property: string; known: string | undefined }>({
    severity: "error",
    message: ({ path, property }) => `${path} has no \`${property}\``,
    hint: ({ known }) => known,
    explanation:
      "A model document leaves nothing out, also no option that has a default in a spec: what is trained can be read from it without knowing any version's defaults. Options that are off are `null`.",
  }),
  "document-unknown-property": message<{ path: string; property: string; known: readonly string[] }>({
    severity: "error",
    message: ({ path, property }) => `${path} cannot have a \`${property}\``,
    hint: ({ property, known }) => didYouMean(property, known),
    explanation:
      "Objects of a model document are closed. A misspelled regularizer must not vanish without a word, so a property that nothing reads is an error.",
  }),
  "document-unknown-name": message<{ path: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ path, name }) => `${path} cannot be \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "Layers, techniques, optimizers, schedules, losses, metrics, initializers, data sources, transforms and choices are named by the names of the reference pages in docs/reference, in snake case.",
  }),
  "document-out-of-range": message<{ path: string; expected: string; found: string }>({
    severity: "error",
    message: ({ path, expected, found }) => `${path} has to be ${expected}, but is ${found}`,
    explanation:
      "The range of every number stands in the reference page of its layer, technique or optimizer.",
  }),
  "document-wrong-length": message<{ path: string; expected: string; found: number }>({
    severity: "error",
    message: ({ path, expected, found }) => `${path} has to have ${expected}, but has ${found}`,
    explanation: "Lists and texts of a model document have bounded lengths; some lists may not be empty.",
  }),
  "document-more-mistakes": message<{ shown: number }>({
    severity: "note",
    message: ({ shown }) => `only the first ${shown} mistakes of this document are shown`,
    explanation: "Mend those and check again: many mistakes often have one cause.",
  }),
} as const;

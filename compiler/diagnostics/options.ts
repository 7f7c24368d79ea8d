import { message } from "../../grammar/diagnostic.ts";
import { didYouMean } from "./did-you-mean.ts";
import { elsewhereFor } from "./foreign-names.ts";

/** Options of layers, techniques, optimizers and everything else that is defined. */
export const optionMessages = {
  "unknown-definition": message<{ what: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ what, name }) => `there is no ${what} \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "The reference lists every optimizer, schedule, loss, metric, initializer, data source and transform with its options.",
  }),
  "unknown-option": message<{ owner: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ owner, name }) => `\`${owner}\` has no option \`${name}\``,
    hint: ({ name, known }) =>
      elsewhereFor(name, known) ?? (known.length === 0 ? "it takes no options" : didYouMean(name, known)),
    explanation:
      "An option that is not known is refused, never ignored: a misspelled strength would vanish without a word.",
  }),
  "missing-option": message<{ owner: string; name: string; doc: string }>({
    severity: "error",
    message: ({ owner, name }) => `\`${owner}\` needs \`${name}\``,
    hint: ({ name, doc }) => `\`${name}\`: ${doc}`,
    explanation: "The option has no default, because no value would be right for most uses.",
  }),
  "wrong-option": message<{ owner: string; name: string; expected: string; found: string }>({
    severity: "error",
    message: ({ owner, name, expected, found }) => `\`${name}\` of \`${owner}\` is ${expected}, not ${found}`,
    explanation: "Every option has a type; the reference shows it beside the option.",
  }),
  "option-out-of-range": message<{ owner: string; name: string; value: string; range: string }>({
    severity: "error",
    message: ({ owner, name, value, range }) =>
      `\`${name}\` of \`${owner}\` is ${range}, but here it is ${value}`,
    explanation:
      "The value lies outside of what the option means. A rate is a drop rate, at least 0 and below 1 (L-17): at 1 nothing would be left.",
  }),
  "unknown-choice": message<{ owner: string; name: string; found: string; choices: readonly string[] }>({
    severity: "error",
    message: ({ owner, name, found }) => `\`${found}\` is no choice for \`${name}\` of \`${owner}\``,
    hint: ({ found, choices }) => didYouMean(found, choices),
    explanation: "The option takes one of a few words.",
  }),
  "refused-options": message<{ owner: string; problem: string }>({
    severity: "error",
    message: ({ owner, problem }) => `\`${owner}\`: ${problem}`,
    explanation: "Each option is fine by itself, but these values do not go together.",
  }),
};

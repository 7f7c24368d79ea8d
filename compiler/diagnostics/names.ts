import { message } from "../../grammar/diagnostic.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Which name means what. */
export const nameMessages = {
  "duplicate-name": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is already the name of something else here`,
    hint: () => "give one of the two another name",
    explanation:
      "Everything a file declares or imports has one name, and so has everything in a network, so that a selector or a reference can mean only one thing. Train blocks have names of their own: they are only chosen from outside.",
  }),
  "reserved-name": message<{ name: string; meaning: string }>({
    severity: "error",
    message: ({ name, meaning }) => `\`${name}\` is already ${meaning}`,
    hint: () => "block names usually start with a capital letter",
    explanation:
      "A block or a shared layer with the name of a built-in layer would make `-> conv(…)` and the selector `conv` ambiguous.",
  }),
  "unknown-name": message<{ what: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ what, name }) => `there is no ${what} named \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation: "The name is declared nowhere that can be seen from here. Names are case-sensitive.",
  }),
  "wrong-kind": message<{ name: string; found: string; expected: string }>({
    severity: "error",
    message: ({ name, found, expected }) => `\`${name}\` is ${found}, but ${expected} is needed here`,
    explanation: "The name exists, but it names something of another kind than this place takes.",
  }),
  "name-defined-later": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is used before it is defined`,
    hint: () => "data flows downwards: move the definition above its first use",
    explanation:
      "The statements of a network are read from top to bottom, so that the text shows the order in which values come to be. Feedback belongs inside a recurrent layer.",
  }),
  "recursive-block": message<{ cycle: readonly string[] }>({
    severity: "error",
    message: ({ cycle }) =>
      cycle.length === 2
        ? `the block \`${cycle[0]}\` contains itself`
        : `blocks contain each other: ${cycle.join(" → ")}`,
    hint: () => "use `repeat(n) Block(…)` for a fixed number of copies",
    explanation: "Using a block copies its body to that place. A block that contains itself would never end.",
  }),
  "too-deep": message<{ what: string; limit: number }>({
    severity: "error",
    message: ({ what, limit }) => `${what} more than ${limit} deep`,
    hint: () => "flatten the chain: name intermediate results where they are used",
    explanation:
      "Checking a spec is bounded in time and memory, so chains of definitions have a greatest depth.",
  }),
  "circular-param": message<{ cycle: readonly string[] }>({
    severity: "error",
    message: ({ cycle }) => `the value depends on itself: ${cycle.join(" → ")}`,
    explanation: "A default value may use other names, as long as each can be computed before it is needed.",
  }),
  "unused-value": message<{ name: string }>({
    severity: "warning",
    message: ({ name }) => `\`${name}\` is never used`,
    hint: () => "use it, make it an `output`, or remove it",
    explanation:
      "The value reaches no output, so its layers are not trained. Most often a later line was meant to use it.",
  }),
  "unused-input": message<{ name: string }>({
    severity: "warning",
    message: ({ name }) => `the input \`${name}\` is never used`,
    explanation:
      "Nothing reads this input. The network would compute the same without it; most often a line was meant to use it.",
  }),
};

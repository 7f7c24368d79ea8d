import { message } from "../../grammar/diagnostic.ts";
import { didYouMean } from "./did-you-mean.ts";

/** Constants: params, parameters of networks and policies, arithmetic. */
export const valueMessages = {
  "not-a-constant": message<{ found: string }>({
    severity: "error",
    message: ({ found }) => `${found} is no constant`,
    hint: () => "here stands a number, a text, `true` or `false`, a param, or arithmetic of these",
    explanation:
      "Sizes, rates and other options are known before the network runs. They may use params, the parameters of their network, block or policy, and `+ - * /`.",
  }),
  "wrong-type": message<{ subject: string; expected: string; found: string }>({
    severity: "error",
    message: ({ subject, expected, found }) => `${subject} takes ${expected}, not ${found}`,
    explanation:
      "Types of parameters are `int`, `float`, `bool` and `string`; without a type a parameter takes the type of its default. A whole number may stand where a `float` is asked for.",
  }),
  "unknown-type": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `there is no type \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation:
      "Parameters and params are `int`, `float`, `bool` or `string`. Tensors are `f32[…]` (numbers) or `i32[…]` (indices), with the batch left out.",
  }),
  "division-by-zero": message<Record<never, never>>({
    severity: "error",
    message: () => "this divides by zero",
    explanation: "Constants are computed before anything runs; a division by zero has no value.",
  }),
  "number-too-large": message<Record<never, never>>({
    severity: "error",
    message: () => "this number is too large to be held",
    explanation: "The result of the arithmetic exceeds the largest number of double precision.",
  }),
  "missing-argument": message<{ owner: string; name: string }>({
    severity: "error",
    message: ({ owner, name }) => `\`${owner}\` needs a value for \`${name}\``,
    hint: ({ owner, name }) => `write \`${owner}(${name}: …)\`, or give the parameter a default`,
    explanation:
      "A parameter without a default has to be given wherever the network, block or policy is used.",
  }),
  "unknown-argument": message<{ owner: string; name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ owner, name }) => `\`${owner}\` has no parameter \`${name}\``,
    hint: ({ name, known }) => didYouMean(name, known),
    explanation: "Arguments are matched by name, or by position when they stand before all named ones.",
  }),
  "too-many-arguments": message<{ owner: string; most: number; given: number }>({
    severity: "error",
    message: ({ owner, most, given }) =>
      `\`${owner}\` takes ${most === 0 ? "no" : `at most ${most}`} ${most === 1 ? "value" : "values"} without names, but ${given} ${given === 1 ? "is" : "are"} given`,
    hint: () => "write further options with their names: `name: value`",
    explanation:
      "Only the first few options of a definition may be given by position; the others are written with their names, so that a reader sees what they mean.",
  }),
  "duplicate-argument": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is given twice`,
    explanation: "Each option or parameter takes one value, by position or by name.",
  }),
  "param-out-of-range": message<{ name: string; value: string; range: string }>({
    severity: "error",
    message: ({ name, value, range }) => `\`${name}\` is ${value}, outside of its range ${range}`,
    explanation:
      "A `param` says after `in` what it may be. The range binds its default, what the command line sets, and what a search tries.",
  }),
  "bad-param-range": message<{ problem: string }>({
    severity: "error",
    message: ({ problem }) => `this is no range: ${problem}`,
    hint: () => "write `linear(low, high)`, `log(low, high)` or a list of values, `[16, 32, 64]`",
    explanation:
      "A range is `linear(low, high)`, `log(low, high)` with both above zero, or a list of allowed values.",
  }),
  "unknown-param": message<{ name: string; known: readonly string[] }>({
    severity: "error",
    message: ({ name }) => `nothing named \`${name}\` can be set`,
    hint: ({ name, known }) =>
      known.length === 0 ? `declare what may be set: \`param ${name} = …\`` : didYouMean(name, known),
    explanation:
      "From outside, the params of the spec can be set by name. Declare what may vary: `param strength: float = 1e-4`.",
  }),
  "setting-out-of-range": message<{ name: string; value: string; expected: string }>({
    severity: "error",
    message: ({ name, value, expected }) => `\`${name}\` is ${expected}, not ${value}`,
    explanation:
      "`batch` and `epochs` are whole numbers from 1, `seed` a whole number from 0 to 4294967295, whether they stand in the spec or are set from outside.",
  }),
};

/** Everything the grammar can say about a text: each code declared once, with its words. */
import { message, reporterFor } from "./diagnostic.ts";

const characters = {
  "file-too-large": message<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `this file is larger than ${limit} characters, the most that is read`,
    hint: () => "split it, and bring the parts together with `import`",
    explanation:
      "A spec is read within bounded time and memory. Specs are short texts; a file this large is most likely not a spec, or holds data that belongs in a data file.",
  }),
  "too-many-mistakes": message<{ shown: number }>({
    severity: "note",
    message: ({ shown }) => `only the first ${shown} mistakes of this file are shown`,
    explanation:
      "A text that is not a spec at all would give a message for nearly every line. After the first hundred the rest is left out; mend those and check again.",
  }),
  "nesting-too-deep": message<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `this is nested deeper than ${limit} levels`,
    hint: () => "give a part of it a name of its own, and use the name here",
    explanation:
      "Brackets within brackets, and chains of operators, are read to a fixed depth, so that no text can exhaust the stack. Name intermediate results instead.",
  }),
  "unknown-character": message<{ character: string }>({
    severity: "error",
    message: ({ character }) => `the character ${shownCharacter(character)} has no meaning here`,
    hint: ({ character }) => characterHints[character],
    explanation:
      "Outside strings and comments the language uses letters, digits, underscores, brackets and a few operators. Anything else was probably pasted along or mistyped.",
  }),
  "unterminated-string": message<Record<never, never>>({
    severity: "error",
    message: () => "this string has no closing quote",
    hint: () => 'close it with `"` on the same line; a line break inside is written `\\n`',
    explanation: "A string starts and ends with a double quote on one line.",
  }),
  "bad-escape": message<{ written: string }>({
    severity: "error",
    message: ({ written }) => `\`${written}\` is no escape that a string knows`,
    hint: () =>
      'the escapes are `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}`; write a backslash as `\\\\`, a path with `/`',
    explanation:
      "A backslash in a string starts an escape. Paths written with backslashes are the usual cause: forward slashes work on every system.",
  }),
  "single-quotes": message<{ text: string }>({
    severity: "error",
    message: () => "strings are written in double quotes",
    hint: ({ text }) => `write \`"${text}"\``,
    explanation: "There is one way to write a string: between double quotes.",
  }),
  "bad-number": message<{ text: string; suggestion?: string }>({
    severity: "error",
    message: ({ text }) => `\`${text}\` is not a number`,
    hint: ({ suggestion }) => suggestion ?? "numbers look like `3`, `0.5`, `5e-4`, `1_000` or `10%`",
    explanation:
      "A number has digits, at most one decimal point, an optional exponent, single underscores between digits, and an optional percent sign directly behind it. It has to be finite. Units such as `epochs` are words of their own, after a space.",
  }),
  "hash-comment": message<Record<never, never>>({
    severity: "error",
    message: () => "comments start with `//`",
    hint: () => "write `//` in place of `#`",
    explanation:
      "`#` starts a comment in Python; here it is `//`, and `///` for a comment that documents what follows it.",
  }),
  "block-comment": message<Record<never, never>>({
    severity: "error",
    message: () => "comments between `/*` and `*/` are not part of the language",
    hint: () => "start each line of the comment with `//`",
    explanation:
      "A comment runs from `//` to the end of its line. With one form of comment, any line can be commented out, and a forgotten end cannot hide half a file.",
  }),
  "stray-doc-comment": message<Record<never, never>>({
    severity: "warning",
    message: () => "this `///` comment documents nothing",
    hint: () =>
      "put it on a line of its own before a declaration, statement, rule or clause; or start it with `//`",
    explanation:
      "A `///` comment belongs to what follows it, and shows up in reports and in `explain`. Behind something, inside brackets or at the end of a block nothing follows that could carry it, so it is read as an ordinary comment.",
  }),
} as const;

const brackets = {
  "unclosed-bracket": message<{ bracket: string; closer: string }>({
    severity: "error",
    message: ({ bracket }) => `this \`${bracket}\` is never closed`,
    hint: ({ closer }) => `add the missing \`${closer}\``,
    explanation:
      "Every bracket needs its partner. Where the partner is missing is judged by the indentation: a line that stands no further right than the line of the opening bracket is taken to lie outside.",
  }),
  "mismatched-bracket": message<{ closer: string; expected: string }>({
    severity: "error",
    message: ({ closer, expected }) => `\`${closer}\` stands where \`${expected}\` is needed`,
    hint: ({ expected }) => `write \`${expected}\``,
    explanation: "A bracket is closed by one of its own kind: `(` by `)`, `[` by `]`, `{` by `}`.",
  }),
  "unexpected-closing-bracket": message<{ closer: string }>({
    severity: "error",
    message: ({ closer }) => `this \`${closer}\` closes nothing`,
    hint: () => "remove it, or add the bracket it should close",
    explanation: "A closing bracket needs an opening one before it in the same block.",
  }),
} as const;

const phrases = {
  "unexpected-token": message<{ found: string; expected: string }>({
    severity: "error",
    message: ({ found, expected }) => `${found} does not fit here; ${expected} should follow`,
    explanation:
      "The text is well formed up to this place. The message says what could stand here; the grammar is in docs/grammar.md.",
  }),
  "unexpected-end": message<{ after: string; expected: string }>({
    severity: "error",
    message: ({ after, expected }) => `this ends too early: ${expected} should follow ${after}`,
    explanation:
      "The phrase is well formed as far as it goes, but something that it needs is missing. A phrase ends with its line, unless the next line starts with an operator, `->`, `as`, `in`, `extends`, a comma or a closing bracket.",
  }),
  "missing-value": message<{ what: string; after: string }>({
    severity: "error",
    message: ({ what, after }) => `${what} is missing after ${after}`,
    explanation:
      "Something that announces a value (an operator, an arrow, `=`, `:`, a comma) is followed by none.",
  }),
  "missing-name": message<{ after: string }>({
    severity: "error",
    message: ({ after }) => `a name is missing after ${after}`,
    hint: () => "a name starts with a letter or an underscore, then has letters, digits and underscores",
    explanation:
      "Declarations, inputs, outputs, layers and aliases are always named, because everything with a name can be selected by a policy.",
  }),
  "missing-equals": message<{ name: string; example: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is given no value`,
    hint: ({ example }) => `write \`=\` and a value, for example \`${example}\``,
    explanation:
      "A statement of a network names what it computes: `name = value`; `input`, `output` and `layer` announce the other statements. `data` and `param` declarations name a value in the same way.",
  }),
  "unnamed-statement": message<Record<never, never>>({
    severity: "error",
    message: () => "what this computes is given no name",
    hint: () => "write `name = image -> …`, or `output name = …`",
    explanation:
      "Every statement of a network names its result, so that other statements can use it and a policy can select it.",
  }),
  "missing-block": message<{ owner: string; example: string }>({
    severity: "error",
    message: ({ owner }) => `${owner} needs a block in braces`,
    hint: ({ example }) => `for example \`${example}\``,
    explanation:
      "A network, block, policy, train declaration and every rule of a policy say what they hold between `{` and `}`. In a policy this often means that the selector was forgotten: say which parameters or places a technique is for.",
  }),
  "missing-arrow": message<{ layer: string }>({
    severity: "error",
    message: ({ layer }) => `an arrow is missing before \`${layer}\``,
    hint: ({ layer }) => `data flows through \`->\`: write \`-> ${layer}\``,
    explanation: "Layers are applied one after another with `->`; two of them side by side mean nothing.",
  }),
  "missing-comma": message<{ next: string }>({
    severity: "error",
    message: ({ next }) => `a comma is missing before ${next}`,
    explanation:
      "Arguments of a call, elements of a list, parameters and predicates are separated by commas.",
  }),
  "comma-between-clauses": message<Record<never, never>>({
    severity: "error",
    message: () => "this comma does not separate clauses",
    hint: () => "end the line without it, or write `;`",
    explanation:
      "Statements, rules and clauses are separated by line ends or semicolons. A comma announces another value of the same clause, so the next line would be read as part of this one.",
  }),
  "wrong-arrow": message<{ found: string }>({
    severity: "error",
    message: ({ found }) => `\`${found}\` is written \`->\` here`,
    hint: () => "write `->`",
    explanation:
      "Data flows from left to right through `->`; other languages write `|>`, `>>` or `=>` for it.",
  }),
  "sum-after-pipe": message<{ operator: string }>({
    severity: "error",
    message: ({ operator }) => `\`${operator}\` cannot follow the stages of a pipe`,
    hint: ({ operator }) => `put the pipe in parentheses: \`(x -> layer) ${operator} y\``,
    explanation:
      "`->` binds weaker than arithmetic, so `x -> conv(8, 3) + y` could be read in two ways. Parentheses, or a name for the pipe, say which is meant.",
  }),
  "equals-for-colon": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` takes its value after a colon`,
    hint: ({ name }) => `write \`${name}: …\``,
    explanation:
      "Named arguments and properties are written `name: value`. `=` gives a name to a value: in the statements of a network, for `data` and `param`, and for the default of a parameter.",
  }),
  "colon-for-equals": message<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` takes its value after \`=\``,
    hint: ({ name }) => `write \`${name} = …\``,
    explanation:
      "A statement of a network, a `data` and a `param` declaration name a value with `=`; `:` announces a type there.",
  }),
  "python-constant": message<{ found: string; meant: string }>({
    severity: "error",
    message: ({ found, meant }) => `\`${found}\` is written \`${meant}\` here`,
    hint: ({ meant }) => `write \`${meant}\``,
    explanation: "The constants are `true`, `false` and `none`, in lower case.",
  }),
  "repeat-count": message<Record<never, never>>({
    severity: "error",
    message: () => "`repeat` takes one thing in its parentheses: how many times",
    hint: () => "write `repeat(8) Residual(64)`",
    explanation:
      "`repeat(count) layer` stands for `count` copies of the layer, one after another, each with weights of its own.",
  }),
  "unknown-declaration": message<{ found: string; suggestion?: string }>({
    severity: "error",
    message: ({ found }) => `${found} starts no declaration`,
    hint: ({ suggestion }) =>
      suggestion ??
      "a file holds `import`, `param`, `network`, `block`, `policy`, `data` and `train` declarations",
    explanation:
      "Outside all braces a file holds declarations only. Statements belong in a `network` or `block`, rules in a `policy`, clauses in a `train` or `data` declaration.",
  }),
} as const;

/** A character that would not show is called by its number. */
function shownCharacter(character: string): string {
  if (!/[\p{C}\p{Z}]/u.test(character)) return `\`${character}\``;
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

const characterHints: Readonly<Record<string, string | undefined>> = {
  "@": "matrix products are layers here: `-> dense(units)`",
  "“": 'strings are written in straight double quotes: `"…"`',
  "”": 'strings are written in straight double quotes: `"…"`',
  "‘": 'strings are written in straight double quotes: `"…"`',
  "’": 'strings are written in straight double quotes: `"…"`',
  "'": 'strings are written in double quotes: `"…"`',
  "|": "data flows through `->`",
  "×": "write `*`",
  "·": "write `*`",
  "−": "write `-`",
  "–": "write `-`",
};

export const messages = { ...characters, ...brackets, ...phrases } as const;

export type SyntaxCode = keyof typeof messages;

export const diagnose = reporterFor(messages);

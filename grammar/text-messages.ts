import { message } from "./diagnostic.ts";

/** What can be wrong with a text before its phrases are looked at: characters, words, comments, size. */
export const textMessages = {
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

import { message } from "./diagnostic.ts";

/** What can be wrong with brackets. */
export const bracketMessages = {
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

import { message } from "./diagnostic.ts";

/** What can be wrong with a declaration, statement, rule or clause. */
export const phraseMessages = {
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
  "missing-line-end": message<{ next: string }>({
    severity: "error",
    message: ({ next }) => `a line end or \`;\` is missing before \`${next}\``,
    hint: ({ next }) => `begin a new line with \`${next}\`, or write \`; ${next}\``,
    explanation:
      "Statements of a network are separated by line ends or semicolons; here another one begins on the same line.",
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
  "equals-before-value": message<{ name: string; words: readonly string[]; value: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` takes its value without \`=\``,
    hint: ({ name, words, value }) => {
      const [callee, option] = words.slice(-2);
      if (option !== undefined) return `options stand in parentheses: \`${callee}(${option}: ${value})\``;
      const plain = `write \`${name} ${value}\``;
      if (callee === undefined) return plain;
      return `${plain}, or \`${name} ${callee} ${value}\` if \`${callee}\` is a kind of \`${name}\``;
    },
    explanation:
      "A clause is a name with its values behind it: `l2 0.01`, `epochs 20`. Options in parentheses have a colon: `l2(0.01, half: true)`. `=` gives a name to a value: in the statements of a network, for `data` and `param`, and for the default of a parameter.",
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

import { closest, distance } from "fastest-levenshtein";
import { describeToken } from "./describe-token.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import type { Item } from "./outline.ts";
import type { Declaration } from "./syntax.ts";
import * as tokens from "./tokens.ts";

const declarationKeywords = {
  import: true,
  param: true,
  network: true,
  block: true,
  policy: true,
  data: true,
  train: true,
} as const satisfies { [K in Declaration["kind"]]: true };

/** What other systems call these, and where what is not a declaration belongs. */
const foreignWords: Readonly<Record<string, Declaration["kind"] | undefined>> = {
  model: "network",
  net: "network",
  class: "network",
  module: "block",
  dataset: "data",
  training: "train",
  fit: "train",
  const: "param",
  let: "param",
  use: "import",
  include: "import",
};

function isDeclarationKeyword(text: string): text is Declaration["kind"] {
  return Object.hasOwn(declarationKeywords, text);
}

/**
 * Tells by its first word what an item declares. A misspelt word is a fault of the
 * item, which is read as what was meant.
 */
export function recogniseDeclaration(
  file: string,
  item: Item,
  diagnostics: Diagnostic[],
): { keyword: Declaration["kind"]; item: Item } | undefined {
  const first = item.tokens[0]!;
  if (isDeclarationKeyword(first.image)) return { keyword: first.image, item };
  const meant = item.fault === undefined ? guess(item) : undefined;
  const suggestion = meant === undefined ? belonging(item) : `did you mean \`${meant}\`?`;
  const span = spanOf(file, first);
  const place = first.tokenType === tokens.Block ? { ...span, end: span.start + 1 } : span;
  const fault = diagnose("unknown-declaration", { found: describeToken(first), suggestion }, place);
  if (meant === undefined) {
    diagnostics.push(item.fault ?? fault);
    return undefined;
  }
  const type = tokens.keywords[meant];
  const keyword = tokens.makeToken(type, meant, first.startOffset, first.startOffset + first.image.length);
  return { keyword: meant, item: { ...item, tokens: [keyword, ...item.tokens.slice(1)], fault } };
}

/** The declaration that the first word is close to, where a name or a path follows as in a declaration. */
function guess(item: Item): Declaration["kind"] | undefined {
  const [first, second] = item.tokens;
  if (second === undefined || !(tokens.isName(second) || second.tokenType === tokens.StringToken))
    return undefined;
  const word = first!.image.toLowerCase();
  const foreign = Object.hasOwn(foreignWords, word) ? foreignWords[word] : undefined;
  if (foreign !== undefined) return foreign;
  const nearest = closest(word, Object.keys(declarationKeywords));
  const near = distance(word, nearest) <= Math.floor(nearest.length * 0.4);
  return near && isDeclarationKeyword(nearest) ? nearest : undefined;
}

function belonging(item: Item): string | undefined {
  const [first, second] = item.tokens;
  const word = first!.image;
  if (word === "input" || word === "output" || word === "layer" || second?.tokenType === tokens.Equals) {
    return "statements stand inside `network Name { … }` or `block Name { … }`";
  }
  if (item.tokens.at(-1)?.tokenType === tokens.Block) return "rules stand inside `policy Name { … }`";
  return undefined;
}

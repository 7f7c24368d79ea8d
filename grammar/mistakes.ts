import {
  EOF,
  type IParserErrorMessageProvider,
  type IRecognitionException,
  type IToken,
  type TokenType,
} from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { type Expectation, expectationWords, isExpectation } from "./expectations.ts";
import { spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import type { Span } from "./source.ts";
import * as tokens from "./tokens.ts";

/** Where the parser names no expectation of its own, what it waits for is the end of the item. */
export const expectationProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: () => "end",
  buildNotAllInputParsedMessage: () => "end",
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? "end",
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? "end",
};

/** What kind of phrase was being read, and how one of its kind looks. */
export interface Phrase {
  readonly noun: string;
  readonly example: string;
  /** Whether it is a statement of a network, where a layer may stand behind another. */
  readonly flows: boolean;
}

export const phrases = {
  import: { noun: "an import", example: 'import Robust from "shared.regnet"', flows: false },
  param: { noun: "a parameter", example: "param rate: float = 0.5", flows: false },
  network: {
    noun: "a network",
    example: "network Name { input x; output y = x -> dense(10) }",
    flows: false,
  },
  policy: { noun: "a policy", example: "policy Name { kernel { decay 5e-4 } }", flows: false },
  data: { noun: "a data declaration", example: 'data name = csv("table.csv") { … }', flows: false },
  train: { noun: "a train declaration", example: "train name { network Name; epochs 20 }", flows: false },
  statement: { noun: "a statement", example: "name = image -> conv(32, 3)", flows: true },
  rule: { noun: "a rule of a policy", example: "kernel { decay 5e-4 }", flows: false },
  clause: { noun: "a clause", example: "decay 5e-4", flows: false },
} as const satisfies Readonly<Record<string, Phrase>>;

interface Mistake {
  readonly file: string;
  readonly phrase: Phrase;
  readonly expectation: Expectation;
  readonly found: IToken;
  /** The token before the mistake; every phrase has a first token, and no rule fails on it. */
  readonly previous: IToken | undefined;
  readonly beforePrevious: IToken | undefined;
  readonly first: IToken;
  readonly second: IToken | undefined;
  readonly atEnd: boolean;
  readonly hasBlock: boolean;
  readonly place: Span;
}

const startsValue: ReadonlySet<TokenType> = new Set([
  tokens.NumberToken,
  tokens.StringToken,
  tokens.LeftParenthesis,
  tokens.LeftBracket,
]);

/** Turns what Chevrotain found into a message that names the fault; the first recogniser that answers wins. */
export function describeMistake(
  file: string,
  phrase: Phrase,
  input: readonly IToken[],
  error: IRecognitionException,
): Diagnostic {
  const atEnd = error.token.tokenType === EOF;
  const index = atEnd ? input.length : input.indexOf(error.token);
  const previous = input[index - 1];
  // The end-of-file token has no offset: the place is right behind the last token.
  const end = previous === undefined ? 0 : spanOf(file, previous).end;
  const mistake: Mistake = {
    file,
    phrase,
    expectation: isExpectation(error.message) ? error.message : "end",
    found: error.token,
    previous,
    beforePrevious: input[index - 2],
    first: input[0]!,
    second: input[1],
    atEnd,
    hasBlock: input.at(-1)?.tokenType === tokens.Block,
    place: atEnd ? { file, start: end, end } : startOf(spanOf(file, error.token), error.token),
  };
  for (const recognise of recognisers) {
    const found = recognise(mistake);
    if (found !== undefined) return found;
  }
  const expected = expectationWords(mistake.expectation);
  if (atEnd) return diagnose("unexpected-end", { after: describe(previous), expected }, mistake.place);
  return diagnose("unexpected-token", { found: describe(mistake.found), expected }, mistake.place);
}

type Recogniser = (mistake: Mistake) => Diagnostic | undefined;

const missingBlock: Recogniser = ({ expectation, hasBlock, phrase, place }) => {
  if (expectation !== "block" || hasBlock) return undefined;
  return diagnose("missing-block", { owner: phrase.noun, example: phrase.example }, place);
};

/** `epochs: 3,` before the end of the block, or before `batch: 128` on the next line. */
const commaBetweenClauses: Recogniser = ({
  file,
  expectation,
  found,
  atEnd,
  phrase,
  previous,
  beforePrevious,
}) => {
  const assigns = found.tokenType === tokens.Colon || found.tokenType === tokens.Equals;
  const comma = atEnd ? previous : expectation === "end" && assigns ? beforePrevious : undefined;
  if (phrase !== phrases.clause || comma?.tokenType !== tokens.Comma) return undefined;
  return diagnose("comma-between-clauses", {}, spanOf(file, comma));
};

const missingValue: Recogniser = ({ expectation, found, atEnd, previous, place }) => {
  const early = (expectation === "arguments" || expectation === "list") && found.tokenType === tokens.Comma;
  if (early) return diagnose("missing-value", { what: "a value", after: describe(previous) }, place);
  if (expectation !== "value" && !(expectation === "layer" && !startsValue.has(found.tokenType)))
    return undefined;
  const where = atEnd ? place : { ...place, end: place.start + 1 };
  return diagnose("missing-value", { what: expectationWords(expectation), after: describe(previous) }, where);
};

const missingName: Recogniser = ({ expectation, previous, place }) => {
  if (expectation !== "name") return undefined;
  return diagnose("missing-name", { after: describe(previous) }, place);
};

const unnamedStatement: Recogniser = (mistake) => {
  const { expectation, found, first, place } = mistake;
  if (expectation !== "assignment") return undefined;
  if (found.tokenType === tokens.Arrow || found.tokenType === tokens.LeftParenthesis) {
    return diagnose("unnamed-statement", {}, { ...place, start: first.startOffset });
  }
  return missingEquals(mistake);
};

/** `layer table embedding(8)`: the name is the second word where the first is a keyword. */
function missingEquals({ first, second, phrase, place }: Mistake): Diagnostic {
  const announced = second !== undefined && tokens.isKeyword(first.image) && tokens.isName(second);
  const name = announced ? second : first;
  return diagnose("missing-equals", { name: name.image, example: phrase.example }, place);
}

const outputWithoutEquals: Recogniser = (mistake) => {
  const { expectation, first, second, previous, phrase } = mistake;
  const isOutput = phrase.flows && first.tokenType === tokens.keywords.output && previous === second;
  return expectation === "end" && isOutput ? missingEquals(mistake) : undefined;
};

const missingSeparator: Recogniser = ({ expectation, found, phrase, place }) => {
  const isName = tokens.isName(found);
  if (!isName && !startsValue.has(found.tokenType)) return undefined;
  if (expectation === "end" && phrase.flows && isName) {
    return diagnose("missing-arrow", { layer: found.image }, place);
  }
  if (expectation === "arguments" || expectation === "list") {
    return diagnose("missing-comma", { next: describe(found) }, place);
  }
  return undefined;
};

const recognisers: readonly Recogniser[] = [
  missingBlock,
  commaBetweenClauses,
  missingValue,
  missingName,
  unnamedStatement,
  outputWithoutEquals,
  missingSeparator,
];

/** A whole block is no place to point at: its brace is. */
function startOf(span: Span, token: IToken): Span {
  return token.tokenType === tokens.Block ? { ...span, end: span.start + 1 } : span;
}

/** A token as it can stand in a sentence. */
export function describe(token: IToken | undefined): string {
  if (token === undefined) return "this";
  const text = token.image.length > 40 ? `${token.image.slice(0, 39)}…` : token.image;
  return token.tokenType === EOF ? "the end of the line" : `\`${text}\``;
}

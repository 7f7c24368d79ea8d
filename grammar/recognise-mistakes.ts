import type { IToken, TokenType } from "chevrotain";
import { describeToken } from "./describe-token.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type Expectation, expectationWords } from "./expectations.ts";
import { spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import { type Phrase, phrases } from "./phrases.ts";
import type { Span } from "./source.ts";
import * as tokens from "./tokens.ts";

/** Where the parser stopped, and what it waited for. */
export interface Mistake {
  readonly file: string;
  readonly phrase: Phrase;
  readonly expectation: Expectation;
  readonly found: IToken;
  readonly next: IToken | undefined;
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
  if (early) return diagnose("missing-value", { what: "a value", after: describeToken(previous) }, place);
  if (expectation !== "value" && !(expectation === "layer" && !startsValue.has(found.tokenType)))
    return undefined;
  const where = atEnd ? place : { ...place, end: place.start + 1 };
  return diagnose(
    "missing-value",
    { what: expectationWords(expectation), after: describeToken(previous) },
    where,
  );
};

const missingName: Recogniser = ({ expectation, previous, place }) => {
  if (expectation !== "name") return undefined;
  return diagnose("missing-name", { after: describeToken(previous) }, place);
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

/** `input x: d.x output y = …`, `h = x -> relu y = …`: another statement begins on the same line. */
const missingLineEnd: Recogniser = ({ expectation, phrase, found, next, place }) => {
  if (expectation !== "end" || !phrase.flows || !tokens.isName(found) || next === undefined) return undefined;
  const { input, output, layer } = tokens.keywords;
  const announces = [input, output, layer].includes(found.tokenType) && tokens.isName(next);
  if (!announces && next.tokenType !== tokens.Equals) return undefined;
  return diagnose("missing-line-end", { next: found.image }, place);
};

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
    return diagnose("missing-comma", { next: describeToken(found) }, place);
  }
  return undefined;
};

/** Ordered so that the clearest message comes first. */
export const recognisers: readonly Recogniser[] = [
  missingBlock,
  commaBetweenClauses,
  missingValue,
  missingName,
  unnamedStatement,
  missingLineEnd,
  outputWithoutEquals,
  missingSeparator,
];

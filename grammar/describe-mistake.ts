import { EOF, type IRecognitionException, type IToken } from "chevrotain";
import { describeToken } from "./describe-token.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { expectationWords, isExpectation } from "./expectations.ts";
import { spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import type { Phrase } from "./phrases.ts";
import { type Mistake, recognisers } from "./recognise-mistakes.ts";
import type { Span } from "./source.ts";
import * as tokens from "./tokens.ts";

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
    next: input[index + 1],
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
  if (atEnd) return diagnose("unexpected-end", { after: describeToken(previous), expected }, mistake.place);
  return diagnose("unexpected-token", { found: describeToken(mistake.found), expected }, mistake.place);
}

/** A whole block is no place to point at: its brace is. */
function startOf(span: Span, token: IToken): Span {
  return token.tokenType === tokens.Block ? { ...span, end: span.start + 1 } : span;
}

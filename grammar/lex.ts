import { type IToken, Lexer, type TokenType } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { numberSuggestion, numberValue, textOf } from "./literals.ts";
import { diagnose } from "./messages.ts";
import type { Source, Span } from "./source.ts";
import type { Comment } from "./syntax.ts";
import * as tokens from "./tokens.ts";

/** Mistakes that sit on a token; reported with the statement, rule or clause that the token is part of. */
export type Faults = Map<IToken, Diagnostic>;

export interface Lexed {
  /** Newlines and doc comments included; keywords told apart from other names. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
  readonly faults: Faults;
  /** Mistakes outside every token. */
  readonly diagnostics: readonly Diagnostic[];
}

// Made on first use: a program that only imports this module does not pay for it.
let lexer: Lexer | undefined;

/** Splits a text into tokens. Every character is accounted for; nothing is thrown. */
export function lex(source: Source): Lexed {
  lexer ??= new Lexer(tokens.lexedTokens, { positionTracking: "onlyOffset" });
  const result = lexer.tokenize(source.text);
  const faults: Faults = new Map();
  for (const token of [...result.tokens, ...Object.values(result.groups).flat()]) {
    // The lexer notes where a token starts; an image may change below, its place does not.
    token.endOffset = token.startOffset + token.image.length - 1;
  }
  for (const token of result.tokens) examine(token, spanOf(source.file, token), faults);
  const set = (group: string): IToken[] => result.groups[group] ?? [];
  return {
    tokens: result.tokens,
    comments: set(tokens.commentGroups.line).map((token) => commentOf(source.file, token)),
    faults,
    diagnostics: [
      ...set(tokens.commentGroups.hash).map((token) =>
        diagnose("hash-comment", {}, spanOf(source.file, token)),
      ),
      ...set(tokens.commentGroups.block).map((token) =>
        diagnose("block-comment", {}, spanOf(source.file, token)),
      ),
    ],
  };
}

/** Where a token stands; Chevrotain's end is inclusive. */
export function spanOf(file: string, token: IToken): Span {
  return { file, start: token.startOffset, end: (token.endOffset ?? token.startOffset) + 1 };
}

/** The comment in a token; a `///` comment that documents nothing is an ordinary one. */
export function commentOf(file: string, token: IToken): Comment {
  const slashes = token.tokenType === tokens.DocComment ? 3 : 2;
  return { text: token.image.slice(slashes).trimEnd(), span: spanOf(file, token) };
}

/** Gives a token its final type, so that parsing goes on as if no mistake had been made, and notes the mistake. */
function examine(token: IToken, span: Span, faults: Faults): void {
  switch (token.tokenType) {
    case tokens.Identifier:
      if (tokens.isKeyword(token.image)) retype(token, tokens.keywords[token.image]);
      return;
    case tokens.NumberToken:
      if (numberValue(token.image) === null) {
        const suggestion = numberSuggestion(token.image);
        faults.set(token, diagnose("bad-number", { text: token.image, suggestion }, span));
      }
      return;
    case tokens.StringToken: {
      const { bad } = textOf(token.image.slice(1, -1));
      if (bad !== null) faults.set(token, diagnose("bad-escape", { written: bad }, span));
      return;
    }
    case tokens.UnterminatedString:
      faults.set(token, diagnose("unterminated-string", {}, span));
      token.image = `${token.image.trimEnd()}"`;
      retype(token, tokens.StringToken);
      return;
    case tokens.SingleQuoted:
      faults.set(token, diagnose("single-quotes", { text: token.image.slice(1, -1) }, span));
      retype(token, tokens.StringToken);
      return;
    case tokens.ForeignArrow:
      faults.set(token, diagnose("wrong-arrow", { found: token.image }, span));
      retype(token, tokens.Arrow);
      return;
    case tokens.UnknownCharacter:
      faults.set(token, diagnose("unknown-character", { character: token.image }, span));
      return;
  }
}

function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

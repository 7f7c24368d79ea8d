import type { IToken, TokenType } from "chevrotain";
import * as tokens from "./tokens.ts";

/** A line that starts with one of these continues the line before it. */
const continues: ReadonlySet<TokenType> = new Set([
  tokens.Arrow,
  tokens.Plus,
  tokens.Minus,
  tokens.Times,
  tokens.Divide,
  tokens.ComparisonToken,
  tokens.Comma,
  tokens.RightParenthesis,
  tokens.RightBracket,
  tokens.Dot,
  tokens.Colon,
  tokens.Equals,
  tokens.LeftBrace,
  tokens.keywords.as,
  tokens.keywords.in,
  tokens.keywords.extends,
]);

/** A line that ends with one of these is continued by the next. */
const continued: ReadonlySet<TokenType> = new Set([
  tokens.Arrow,
  tokens.Plus,
  tokens.Minus,
  tokens.Times,
  tokens.Divide,
  tokens.ComparisonToken,
  tokens.Comma,
  tokens.Dot,
  tokens.Colon,
  tokens.Equals,
]);

/**
 * Keeps of all newlines those that separate, as Separator tokens; semicolons are separators too. A newline
 * separates only where the innermost bracket is a brace or none, and neither of its lines asks for the other.
 * Runs collapse, and none stands directly inside a brace. The brackets must be balanced.
 */
export function keepSeparators(input: readonly IToken[]): IToken[] {
  const output: IToken[] = [];
  const open: TokenType[] = [];
  let newline: IToken | undefined;
  for (const [index, token] of input.entries()) {
    const type = token.tokenType;
    if (type === tokens.Newline) {
      newline ??= token;
      continue;
    }
    const previous = output.at(-1)?.tokenType;
    if (newline !== undefined && isBlockLevel(open.at(-1)) && isPhraseEnd(previous)) {
      if (startsStatement(previous!, token, input[index + 1]) || !joins(previous!, type))
        output.push(separator(newline));
    }
    newline = undefined;
    if (type === tokens.Semicolon) {
      if (isPhraseEnd(previous)) output.push(separator(token));
      continue;
    }
    if (tokens.openers.has(type)) open.push(type);
    else if (tokens.closers.has(type)) open.pop();
    output.push(token);
  }
  return output;
}

function isBlockLevel(bracket: TokenType | undefined): boolean {
  return bracket === undefined || bracket === tokens.LeftBrace;
}

/**
 * `name = …` and `input name` are statements, even behind a line that misses its end: a mistake stays in its line.
 * Only after a comma `input name` may be one of several selectors.
 */
function startsStatement(previous: TokenType, token: IToken, next: IToken | undefined): boolean {
  if (previous === tokens.Comma || next === undefined || !tokens.isName(token)) return false;
  const { input, output, layer } = tokens.keywords;
  const announced = token.tokenType === input || token.tokenType === output || token.tokenType === layer;
  return next.tokenType === tokens.Equals || (announced && tokens.isName(next));
}

/** Whether one of the two lines around a newline asks for the other. */
function joins(previous: TokenType, next: TokenType): boolean {
  return continued.has(previous) || continues.has(next);
}

function isPhraseEnd(previous: TokenType | undefined): boolean {
  return previous !== undefined && previous !== tokens.LeftBrace && previous !== tokens.Separator;
}

function separator(token: IToken): IToken {
  return tokens.makeToken(tokens.Separator, token.image, token.startOffset, token.startOffset + 1);
}

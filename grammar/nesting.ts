import type { IToken, TokenType } from "chevrotain";
import * as tokens from "./tokens.ts";

/** Brackets and pending operators that may enclose a token. Far above any sane spec, far below the call stack. */
export const nestingLimit = 200;

const operators: ReadonlySet<TokenType> = new Set([tokens.Plus, tokens.Minus, tokens.Times, tokens.Divide]);
const phraseEnds: ReadonlySet<TokenType> = new Set([tokens.Comma, tokens.Arrow, tokens.Separator]);

/** The first token nested deeper than the limit, if any. A chain of operators nests as deeply as it is long. */
export function findTooDeep(input: readonly IToken[]): IToken | undefined {
  const pending: number[] = [];
  let operatorsHere = 0;
  let depth = 0;
  for (const token of input) {
    const type = token.tokenType;
    if (tokens.openers.has(type)) {
      pending.push(operatorsHere);
      operatorsHere = 0;
      depth++;
    } else if (tokens.closers.has(type)) {
      depth -= 1 + operatorsHere;
      operatorsHere = pending.pop() ?? 0;
    } else if (operators.has(type)) {
      operatorsHere++;
      depth++;
    } else if (phraseEnds.has(type)) {
      depth -= operatorsHere;
      operatorsHere = 0;
    }
    if (depth > nestingLimit) return token;
  }
  return undefined;
}

import type { IToken, TokenType } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { type Faults, spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import { nestingLimit } from "./nesting.ts";
import type { Source, Span } from "./source.ts";
import * as tokens from "./tokens.ts";

export interface Balanced {
  /** Every opening bracket has its partner, in order. */
  readonly tokens: readonly IToken[];
  /** Faults of opening brackets, which spoil the phrase they stand in. */
  readonly faults: Faults;
  readonly diagnostics: readonly Diagnostic[];
  /** The first bracket nested deeper than the limit; pairing stopped there. */
  readonly tooDeep?: IToken;
}

interface Kind {
  readonly bracket: string;
  readonly closer: string;
  readonly closing: TokenType;
}

const kinds: ReadonlyMap<TokenType, Kind> = new Map([
  [tokens.LeftParenthesis, { bracket: "(", closer: ")", closing: tokens.RightParenthesis }],
  [tokens.LeftBracket, { bracket: "[", closer: "]", closing: tokens.RightBracket }],
  [tokens.LeftBrace, { bracket: "{", closer: "}", closing: tokens.RightBrace }],
]);

interface Open {
  readonly token: IToken;
  readonly kind: Kind;
  /** Column at which the line of the bracket starts. */
  readonly indent: number;
}

/**
 * Pairs the brackets. Where they do not pair, partners are added and strays dropped, so that the parser sees a
 * balanced text and its messages stay in the phrase at fault. Two readings are tried: one by the brackets alone,
 * one that also believes the indentation; the one with fewer faults wins.
 */
export function balanceBrackets(source: Source, input: readonly IToken[]): Balanced {
  const strict = pair(source, input, false);
  if (strict.faultCount === 0) return strict;
  const byLayout = pair(source, input, true);
  return byLayout.faultCount <= strict.faultCount ? byLayout : strict;
}

function pair(
  source: Source,
  input: readonly IToken[],
  byLayout: boolean,
): Balanced & { faultCount: number } {
  const output: IToken[] = [];
  const stack: Open[] = [];
  const faults: Faults = new Map();
  const diagnostics: Diagnostic[] = [];
  let indent = 0;
  let lineStart = true;

  const place = (token: IToken): Span => spanOf(source.file, token);

  /** Closes the innermost bracket before the newlines already read, so that they separate again. */
  function closeUnclosed(): void {
    const open = stack.pop()!;
    let at = output.length;
    while (at > 0 && output[at - 1]!.tokenType === tokens.Newline) at--;
    const closer = closing(open.kind, place(output[at - 1] ?? open.token).end);
    const label = { span: place(closer), text: `\`${open.kind.closer}\` is missing here, or before` };
    faults.set(open.token, diagnose("unclosed-bracket", open.kind, place(open.token), [label]));
    output.splice(at, 0, closer);
  }

  function close(token: IToken): void {
    const wanted = token.tokenType;
    const brace = stack.findLastIndex((open) => open.kind.closing === tokens.RightBrace);
    const from = wanted === tokens.RightBrace ? 0 : brace + 1;
    const partner = stack.findLastIndex((open, index) => index >= from && open.kind.closing === wanted);
    if (partner !== -1) {
      while (stack.length > partner + 1) closeUnclosed();
      stack.pop();
      output.push(token);
      return;
    }
    const open = stack.at(-1);
    if (open === undefined || wanted === tokens.RightBrace || open.kind.closing === tokens.RightBrace) {
      diagnostics.push(diagnose("unexpected-closing-bracket", { closer: token.image }, place(token)));
      return;
    }
    stack.pop();
    const slots = { closer: token.image, expected: open.kind.closer };
    const label = { span: place(open.token), text: `closes this \`${open.kind.bracket}\`` };
    faults.set(open.token, diagnose("mismatched-bracket", slots, place(token), [label]));
    output.push(closing(open.kind, place(token).end));
  }

  for (const token of input) {
    if (token.tokenType === tokens.Newline) {
      lineStart = true;
      output.push(token);
      continue;
    }
    if (lineStart) {
      indent = source.position(token.startOffset).column;
      if (byLayout) closeByLayout(stack, indent, tokens.closers.has(token.tokenType), closeUnclosed);
      lineStart = false;
    }
    const kind = kinds.get(token.tokenType);
    if (kind !== undefined) stack.push({ token, kind, indent });
    if (stack.length > nestingLimit)
      return { tokens: [], faults, diagnostics, tooDeep: token, faultCount: Number.POSITIVE_INFINITY };
    if (tokens.closers.has(token.tokenType)) close(token);
    else output.push(token);
  }
  while (stack.length > 0) closeUnclosed();
  return { tokens: output, faults, diagnostics, faultCount: faults.size + diagnostics.length };
}

/** A line no further right than the line of an open bracket lies outside it; its closer may stand level with it. */
function closeByLayout(
  stack: readonly Open[],
  indent: number,
  closer: boolean,
  closeUnclosed: () => void,
): void {
  for (;;) {
    const open = stack.at(-1);
    if (open === undefined || open.indent < indent || (closer && open.indent === indent)) return;
    closeUnclosed();
  }
}

/** A closing bracket that the author left out: empty, behind what was read last. */
function closing(kind: Kind, end: number): IToken {
  return tokens.makeToken(kind.closing, kind.closer, end, end);
}

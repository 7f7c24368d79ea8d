import type { IToken } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { commentOf, type Faults, spanOf } from "./lex.ts";
import { diagnose } from "./messages.ts";
import type { Comment } from "./syntax.ts";
import * as tokens from "./tokens.ts";

/**
 * A declaration, statement, rule or clause, not yet parsed. It is the unit of recovery: each is parsed alone, so
 * a mistake in one cannot reach its neighbours. A nested `{ … }` is one Block token, always the last.
 */
export interface Item {
  readonly tokens: readonly IToken[];
  /** Text of the `///` lines before it. */
  readonly doc?: string;
  /** Whether one of its tokens already has a fault, so that a message of the parser would be a consequence. */
  readonly fault?: Diagnostic;
}

/** What a Block token carries as its payload. */
export interface BlockContent {
  readonly items: readonly Item[];
}

/** The items inside a Block token. */
export function itemsOf(block: IToken): readonly Item[] {
  return (block.payload as BlockContent).items;
}

export interface Outline {
  readonly items: readonly Item[];
  /** `///` comments that document nothing, as ordinary comments. */
  readonly strayComments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Level {
  readonly items: Item[];
  current: IToken[];
  readonly opener?: IToken;
}

/** Doc comments by the token they stand before. */
export interface Documentation {
  readonly tokens: readonly IToken[];
  readonly docs: ReadonlyMap<IToken, readonly IToken[]>;
  readonly stray: readonly IToken[];
}

/** Takes the doc comments out of the token stream; one behind other tokens on its line is stray. */
export function takeDocs(input: readonly IToken[]): Documentation {
  const output: IToken[] = [];
  const docs = new Map<IToken, IToken[]>();
  const stray: IToken[] = [];
  let waiting: IToken[] = [];
  for (const token of input) {
    const previous = output.at(-1);
    if (token.tokenType === tokens.DocComment) {
      if (previous === undefined || previous.tokenType === tokens.Newline) waiting.push(token);
      else stray.push(token);
      continue;
    }
    const invisible = token.tokenType === tokens.Newline || token.tokenType === tokens.Semicolon;
    if (waiting.length > 0 && !invisible) {
      docs.set(token, waiting);
      waiting = [];
    }
    output.push(token);
  }
  return { tokens: output, docs, stray: [...stray, ...waiting] };
}

/** Groups separated tokens into items, braces into blocks. The brackets must be balanced. */
export function outline(
  file: string,
  input: readonly IToken[],
  documentation: Documentation,
  faults: Faults,
): Outline {
  const documented = new Set<IToken>();
  const levels: Level[] = [{ items: [], current: [] }];

  function endItem(level: Level): void {
    const first = level.current[0];
    if (first === undefined) return;
    documented.add(first);
    const docs = documentation.docs
      .get(first)
      ?.map((token) => token.image.slice(3).replace(/^ /, "").trimEnd());
    const fault = level.current.map((token) => faults.get(token)).find((found) => found !== undefined);
    level.items.push({ tokens: level.current, doc: docs?.join("\n"), fault });
    level.current = [];
  }

  for (const token of input) {
    const level = levels.at(-1)!;
    if (token.tokenType === tokens.Separator) {
      endItem(level);
    } else if (token.tokenType === tokens.LeftBrace) {
      levels.push({ items: [], current: [], opener: token });
    } else if (token.tokenType === tokens.RightBrace && level.opener !== undefined) {
      endItem(level);
      levels.pop();
      const outer = levels.at(-1)!;
      outer.current.push(blockToken(file, level.opener, token, { items: level.items }, faults));
      endItem(outer);
    } else {
      level.current.push(token);
    }
  }
  endItem(levels[0]!);
  const undocumented = [...documentation.docs].filter(([token]) => !documented.has(token));
  const stray = [...documentation.stray, ...undocumented.flatMap(([, docs]) => docs)];
  return {
    items: levels[0]!.items,
    strayComments: stray.map((token) => commentOf(file, token)),
    diagnostics: stray.map((token) => diagnose("stray-doc-comment", {}, spanOf(file, token))),
  };
}

/** One token for a whole `{ … }`; what was noted on its brace is noted on it. */
function blockToken(
  file: string,
  opener: IToken,
  closer: IToken,
  payload: BlockContent,
  faults: Faults,
): IToken {
  const { end } = spanOf(file, closer);
  const token = tokens.makeToken(tokens.Block, "{", opener.startOffset, end);
  token.payload = payload;
  const fault = faults.get(opener);
  if (fault !== undefined) faults.set(token, fault);
  return token;
}

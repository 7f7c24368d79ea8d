/** The tokens of the language. Labels are what a reader sees in a message. */
import { createToken, createTokenInstance, type IToken, Lexer, type TokenType } from "chevrotain";

/** Chevrotain's own pattern analysis knows no `u` flag, so patterns over Unicode are matched by hand. */
function unicodePattern(pattern: RegExp): (text: string, offset: number) => RegExpExecArray | null {
  return (text, offset) => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
}

function token(name: string, pattern: string | RegExp, categories: TokenType[] = []): TokenType {
  const label = typeof pattern === "string" ? `\`${pattern}\`` : name;
  return createToken({ name, pattern, label, categories, line_breaks: false });
}

/** A token made after lexing, or a family of tokens: never matched in the text. */
function derived(name: string, label: string): TokenType {
  return createToken({ name, pattern: Lexer.NA, label });
}

export const Identifier = createToken({
  name: "Identifier",
  pattern: unicodePattern(/[\p{L}_][\p{L}\p{M}\p{N}_]*/uy),
  label: "a name",
  line_breaks: false,
});

/** Every keyword is also a name: what it means depends on where it stands. */
function keyword(text: string): TokenType {
  return createToken({
    name: `${text} keyword`,
    pattern: Lexer.NA,
    label: `\`${text}\``,
    categories: [Identifier],
  });
}

export const keywords = {
  import: keyword("import"),
  from: keyword("from"),
  param: keyword("param"),
  network: keyword("network"),
  block: keyword("block"),
  policy: keyword("policy"),
  data: keyword("data"),
  train: keyword("train"),
  extends: keyword("extends"),
  input: keyword("input"),
  output: keyword("output"),
  layer: keyword("layer"),
  as: keyword("as"),
  in: keyword("in"),
  after: keyword("after"),
  before: keyword("before"),
  true: keyword("true"),
  false: keyword("false"),
} as const satisfies Readonly<Record<string, TokenType>>;

export type Keyword = keyof typeof keywords;

export function isKeyword(text: string): text is Keyword {
  return Object.hasOwn(keywords, text);
}

export const AdditiveOperator = derived("AdditiveOperator", "`+` or `-`");
export const MultiplicativeOperator = derived("MultiplicativeOperator", "`*` or `/`");
export const Comparison = derived("Comparison", "a comparison such as `>=`");
/** `:` or `=` where one of them is right: the parser takes either and reports the wrong one. */
export const Assignment = derived("Assignment", "`=` or `:`");
/** Ends a statement, rule, clause or declaration: `;`, or a newline that separators.ts keeps. */
export const Separator = derived("Separator", "the end of the line");
/** A whole `{ … }`, made by outline.ts. */
export const Block = derived("Block", "`{`");

export const Newline = createToken({
  name: "Newline",
  pattern: /\n/,
  label: "the end of the line",
  line_breaks: true,
});
export const DocComment = token("a doc comment", /\/\/\/(?!\/)[^\n]*/);
export const NumberToken = token("a number", /\.?\d(?:[eE][+-](?=\d)|[\w.])*%?/);
export const StringToken = token("a string", /"(?:[^"\\\n]|\\[^\n])*"/);
/** Stops before a bracket, comma or semicolon, so that one forgotten quote does not unbalance the rest of the file. */
export const UnterminatedString = token("an unterminated string", /"(?:[^"\\\n,;(){}[\]]|\\[^\n])*\\?/);
export const SingleQuoted = token("a string in single quotes", /'(?:[^'\\\n]|\\[^\n])*'/);
export const Arrow = token("Arrow", "->");
/** `|>`, `>>`, `=>`, `→`: arrows of other languages. */
export const ForeignArrow = token("a foreign arrow", /\|>|>>|=>|→/);
export const Plus = token("Plus", "+", [AdditiveOperator]);
export const Minus = token("Minus", "-", [AdditiveOperator]);
export const Times = token("Times", "*", [MultiplicativeOperator]);
export const Divide = token("Divide", "/", [MultiplicativeOperator]);
export const ComparisonToken = token("a comparison", /==|!=|<=|>=|<|>/, [Comparison]);
export const Equals = token("Equals", "=", [Assignment]);
export const Colon = token("Colon", ":", [Assignment]);
export const Comma = token("Comma", ",");
export const Dot = token("Dot", ".");
export const Semicolon = token("Semicolon", ";");
export const LeftParenthesis = token("LeftParenthesis", "(");
export const RightParenthesis = token("RightParenthesis", ")");
export const LeftBracket = token("LeftBracket", "[");
export const RightBracket = token("RightBracket", "]");
export const LeftBrace = token("LeftBrace", "{");
export const RightBrace = token("RightBrace", "}");
export const openers: ReadonlySet<TokenType> = new Set([LeftParenthesis, LeftBracket, LeftBrace]);
export const closers: ReadonlySet<TokenType> = new Set([RightParenthesis, RightBracket, RightBrace]);
export const UnknownCharacter = createToken({
  name: "an unknown character",
  pattern: unicodePattern(/./suy),
  line_breaks: false,
});

/** Set aside by the lexer, under these names. */
export const commentGroups = { line: "line", hash: "hash", block: "block" } as const;

function comment(name: string, pattern: RegExp, group: string): TokenType {
  return createToken({ name, pattern, group, line_breaks: true });
}

const Blank = createToken({ name: "Blank", pattern: /[^\S\n]+/, group: Lexer.SKIPPED, line_breaks: false });
const LineComment = comment("LineComment", /\/\/[^\n]*/, commentGroups.line);
const BlockComment = comment("BlockComment", /\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/, commentGroups.block);
const HashComment = comment("HashComment", /#[^\n]*/, commentGroups.hash);

export const keywordTokens: readonly TokenType[] = Object.values(keywords);

const families = [AdditiveOperator, MultiplicativeOperator, Comparison, Assignment];

/** The order matters to the lexer: of two patterns that match, the first wins. */
export const lexedTokens: TokenType[] = [
  Blank,
  Newline,
  DocComment,
  LineComment,
  BlockComment,
  HashComment,
  NumberToken,
  Identifier,
  StringToken,
  UnterminatedString,
  SingleQuoted,
  Arrow,
  ForeignArrow,
  ComparisonToken,
  Plus,
  Minus,
  Times,
  Divide,
  Equals,
  Colon,
  Comma,
  Dot,
  Semicolon,
  LeftParenthesis,
  RightParenthesis,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  UnknownCharacter,
];

export const allTokens: TokenType[] = [...lexedTokens, ...keywordTokens, ...families, Separator, Block];

/** A token that the lexer did not make; `end` is exclusive. Lines and columns are never used: spans hold offsets. */
export function makeToken(type: TokenType, image: string, start: number, end: number): IToken {
  const unknown = Number.NaN;
  return createTokenInstance(type, image, start, end - 1, unknown, unknown, unknown, unknown);
}

/** Whether a token can be a name: keywords can. */
export function isName(token: IToken): boolean {
  return token.tokenType === Identifier || isKeyword(token.image);
}

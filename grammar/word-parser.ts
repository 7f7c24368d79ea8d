import { EmbeddedActionsParser, type IToken, type TokenType } from "chevrotain";
import type { Diagnostic } from "./diagnostic.ts";
import { expectationProvider, expecting } from "./expectations.ts";
import { spanOf } from "./lex.ts";
import { numberValue, textOf } from "./literals.ts";
import { diagnose } from "./messages.ts";
import { type Span, spanning } from "./source.ts";
import type { BooleanLiteral, Identifier, NumberLiteral, Path, StringLiteral } from "./syntax.ts";
import * as tokens from "./tokens.ts";

const units: ReadonlyMap<string, "epoch" | "step"> = new Map([
  ["epoch", "epoch"],
  ["epochs", "epoch"],
  ["step", "step"],
  ["steps", "step"],
]);

/**
 * The grammar of names and literals, and what every room of the parser needs. One token of lookahead decides
 * everywhere (GATEs look at a second), so a mistake is found at the token that makes it. Rules return nodes; code
 * that looks into a result runs as an ACTION, because Chevrotain runs each rule once on nothing to learn the grammar.
 */
export abstract class WordParser extends EmbeddedActionsParser {
  private file = "";
  /** Mistakes that did not stop the parser. */
  reported: Diagnostic[] = [];

  constructor() {
    super([...tokens.allTokens], { maxLookahead: 1, errorMessageProvider: expectationProvider });
  }

  /** Sets the parser to the tokens of one item; a rule can be called then. */
  begin(file: string, input: readonly IToken[]): void {
    this.file = file;
    this.input = [...input];
    this.reported = [];
  }

  protected spanOf(token: IToken): Span {
    return spanOf(this.file, token);
  }

  /** From `start` to where the phrase read so far ends. */
  protected spanFrom(start: Span): Span {
    return spanning(start, this.spanOf(this.LA(0)));
  }

  protected nextIs(ahead: number, ...types: readonly TokenType[]): boolean {
    return types.includes(this.LA(ahead).tokenType);
  }

  protected report(...[code, slots, span]: Parameters<typeof diagnose>): void {
    this.reported.push(diagnose(code, slots, span));
  }

  readonly name = this.RULE("name", (): Identifier => {
    const token = this.CONSUME(tokens.Identifier, expecting("name"));
    return { text: token.image.normalize("NFC"), span: this.spanOf(token) };
  });

  readonly path = this.RULE("path", (): Path => {
    const parts = [this.SUBRULE(this.name)];
    this.MANY(() => {
      this.CONSUME(tokens.Dot);
      parts.push(this.SUBRULE2(this.name));
    });
    return this.ACTION(() => ({ kind: "path", parts, span: spanning(parts[0]!.span, parts.at(-1)!.span) }));
  });

  protected readonly number = this.RULE("number", (): NumberLiteral => {
    const token = this.CONSUME(tokens.NumberToken);
    let unit: "epoch" | "step" | undefined;
    this.OPTION({
      GATE: () => units.has(this.LA(1).image) && !token.image.endsWith("%"),
      DEF: () => {
        unit = units.get(this.CONSUME(tokens.Identifier).image);
      },
    });
    const span = this.ACTION(() => this.spanFrom(this.spanOf(token)));
    return { kind: "number", value: numberValue(token.image) ?? 0, text: token.image, unit, span };
  });

  protected readonly string = this.RULE("string", (): StringLiteral => {
    const token = this.CONSUME(tokens.StringToken, expecting("string"));
    return { kind: "string", value: textOf(token.image.slice(1, -1)).value, span: this.spanOf(token) };
  });

  protected readonly boolean = this.RULE("boolean", (): BooleanLiteral => {
    const token = this.OR([
      { ALT: () => this.CONSUME(tokens.keywords.true) },
      { ALT: () => this.CONSUME(tokens.keywords.false) },
    ]);
    return { kind: "boolean", value: token.image === "true", span: this.spanOf(token) };
  });
}

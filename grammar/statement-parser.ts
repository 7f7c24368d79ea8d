import { ClauseParser } from "./clause-parser.ts";
import { expecting } from "./expectations.ts";
import { spanning } from "./source.ts";
import type * as syntax from "./syntax.ts";
import * as tokens from "./tokens.ts";

const { keywords } = tokens;

/** The grammar of the statements of a network. */
export abstract class StatementParser extends ClauseParser {
  /** `=`; a colon in its place is reported and taken for one. */
  protected readonly equals = this.RULE("equals", (owner?: syntax.Identifier): void => {
    const token = this.CONSUME(tokens.Assignment, expecting("assignment"));
    this.ACTION(() => {
      if (token.tokenType !== tokens.Colon) return;
      this.report("colon-for-equals", { name: owner?.text ?? "this" }, this.spanOf(token));
    });
  });

  readonly statement = this.RULE(
    "statement",
    (): syntax.Statement =>
      this.OR({
        DEF: [
          { GATE: () => this.nextIsKeyword(), ALT: () => this.SUBRULE(this.inputStatement) },
          { GATE: () => this.nextIsKeyword(), ALT: () => this.SUBRULE(this.outputStatement) },
          { GATE: () => this.nextIsKeyword(), ALT: () => this.SUBRULE(this.layerStatement) },
          { ALT: () => this.SUBRULE(this.binding), IGNORE_AMBIGUITIES: true },
        ],
        ...expecting("name"),
      }),
  );

  /** `input = x` binds a value to something called `input`. */
  private nextIsKeyword(): boolean {
    return !this.nextIs(2, tokens.Equals, tokens.Colon);
  }

  private readonly inputStatement = this.RULE("inputStatement", (): syntax.InputStatement => {
    const start = this.CONSUME(keywords.input);
    const name = this.SUBRULE(this.name);
    let type: syntax.TensorTypeSyntax | syntax.Path | undefined;
    this.OPTION(() => {
      this.CONSUME(tokens.Colon);
      type = this.SUBRULE(this.inputType);
    });
    return this.ACTION(() => ({ kind: "input", name, type, span: this.spanFrom(this.spanOf(start)) }));
  });

  /** A dotted name refers to data; anything else is taken for a type of tensor. */
  private readonly inputType = this.RULE("inputType", (): syntax.TensorTypeSyntax | syntax.Path => {
    const path = this.SUBRULE(this.path);
    let list: syntax.ListLiteral | undefined;
    this.OPTION({
      GATE: () => path.parts.length === 1,
      DEF: () => {
        list = this.SUBRULE(this.list);
      },
    });
    return this.ACTION(() => {
      if (path.parts.length > 1) return path;
      const span = spanning(path.span, list?.span ?? path.span);
      return { kind: "tensor-type", dtype: path.parts[0]!, dimensions: list?.items ?? [], span };
    });
  });

  private readonly outputStatement = this.RULE("outputStatement", (): syntax.OutputStatement => {
    const start = this.CONSUME(keywords.output);
    const name = this.SUBRULE(this.name);
    let value: syntax.Expression | undefined;
    this.OPTION(() => {
      this.SUBRULE(this.equals, { ARGS: [name] });
      value = this.SUBRULE(this.expression);
    });
    return this.ACTION(() => ({ kind: "output", name, value, span: this.spanFrom(this.spanOf(start)) }));
  });

  private readonly layerStatement = this.RULE("layerStatement", (): syntax.LayerStatement => {
    const start = this.CONSUME(keywords.layer);
    const name = this.SUBRULE(this.name);
    this.SUBRULE(this.equals, { ARGS: [name] });
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({
      kind: "layer",
      name,
      value,
      span: spanning(this.spanOf(start), value.span),
    }));
  });

  private readonly binding = this.RULE("binding", (): syntax.BindingStatement => {
    const name = this.SUBRULE(this.name);
    this.SUBRULE(this.equals, { ARGS: [name] });
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ kind: "binding", name, value, span: spanning(name.span, value.span) }));
  });
}

import type { IToken } from "chevrotain";
import { expecting } from "./expectations.ts";
import { spanning } from "./source.ts";
import type { Argument, Call, Expression, Identifier, ListLiteral, Path, Stage } from "./syntax.ts";
import * as tokens from "./tokens.ts";
import { WordParser } from "./word-parser.ts";

const pythonConstants: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "none"],
]);

/** The grammar of expressions. */
export abstract class ExpressionParser extends WordParser {
  /** A pipe, or only what would be its source. */
  readonly expression = this.RULE("expression", (): Expression => {
    const source = this.SUBRULE(this.sum);
    const stages: Stage[] = [];
    this.MANY(() => {
      this.CONSUME(tokens.Arrow);
      stages.push(this.SUBRULE(this.stage));
    });
    return this.ACTION((): Expression => {
      const last = stages.at(-1);
      if (last === undefined) return source;
      const next = this.LA(1);
      if (this.nextIs(1, tokens.Plus, tokens.Minus, tokens.Times, tokens.Divide)) {
        this.report("sum-after-pipe", { operator: next.image }, this.spanOf(next));
      }
      return { kind: "pipe", source, stages, span: spanning(source.span, last.span) };
    });
  });

  /** `repeat(8) Residual(64) as stack`: a call of `repeat` directly before another layer is a repetition. */
  readonly stage = this.RULE("stage", (): Stage => {
    const first = this.SUBRULE(this.layer);
    let repeat: Expression | undefined;
    let layer = first;
    this.OPTION({
      GATE: () => isRepeat(first) && !this.nextIs(1, tokens.keywords.as),
      DEF: () => {
        repeat = this.ACTION(() => this.repeatCount(first));
        layer = this.SUBRULE2(this.layer);
      },
    });
    let alias: Identifier | undefined;
    this.OPTION2(() => {
      this.CONSUME(tokens.keywords.as);
      alias = this.SUBRULE(this.name);
    });
    return this.ACTION(() => ({ kind: "stage", repeat, layer, alias, span: this.spanFrom(first.span) }));
  });

  private repeatCount(call: Path | Call): Expression | undefined {
    const [count, ...more] = call.kind === "call" ? call.arguments : [];
    if (count === undefined || count.name !== undefined || more.length > 0) {
      this.report("repeat-count", {}, call.span);
    }
    return count?.value;
  }

  private readonly layer = this.RULE("layer", (): Path | Call =>
    this.OR({ DEF: [{ ALT: () => this.SUBRULE(this.reference) }], ...expecting("layer") }),
  );

  /** A path, or a call of one. Parentheses after a name are always its arguments. */
  readonly reference = this.RULE("reference", (): Path | Call => {
    const callee = this.SUBRULE(this.path);
    let list: Argument[] | undefined;
    this.OPTION(() => {
      list = this.SUBRULE(this.argumentList);
    });
    return this.ACTION(() => {
      if (list === undefined) return callee;
      return { kind: "call", callee, arguments: list, span: this.spanFrom(callee.span) };
    });
  });

  readonly argumentList = this.RULE("argumentList", (): Argument[] => {
    const list: Argument[] = [];
    this.CONSUME(tokens.LeftParenthesis);
    this.OPTION(() => {
      list.push(this.SUBRULE(this.argument));
      this.MANY({
        GATE: () => !this.nextIs(2, tokens.RightParenthesis),
        DEF: () => {
          this.CONSUME(tokens.Comma);
          list.push(this.SUBRULE2(this.argument));
        },
      });
      this.OPTION2(() => this.CONSUME2(tokens.Comma));
    });
    this.CONSUME(tokens.RightParenthesis, expecting("arguments"));
    return list;
  });

  private readonly argument = this.RULE("argument", (): Argument => {
    let name: Identifier | undefined;
    this.OPTION({
      GATE: () => this.nextIs(2, tokens.Colon, tokens.Equals),
      DEF: () => {
        name = this.SUBRULE(this.name);
        this.SUBRULE(this.colon, { ARGS: [name] });
      },
    });
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({ name, value, span: this.spanFrom(name?.span ?? value.span) }));
  });

  /** A colon; an `=` in its place is reported and taken for one. */
  protected readonly colon = this.RULE("colon", (owner?: Identifier): void => {
    const token = this.CONSUME(tokens.Assignment);
    this.ACTION(() => {
      if (token.tokenType !== tokens.Equals) return;
      this.report("equals-for-colon", { name: owner?.text ?? "this" }, this.spanOf(token));
    });
  });

  readonly sum = this.RULE("sum", (): Expression => {
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      const operator = this.CONSUME(tokens.AdditiveOperator);
      const right = this.SUBRULE2(this.product);
      left = this.ACTION(() => binary(left, operator, right));
    });
    return left;
  });

  private readonly product = this.RULE("product", (): Expression => {
    let left = this.SUBRULE(this.unary);
    this.MANY(() => {
      const operator = this.CONSUME(tokens.MultiplicativeOperator);
      const right = this.SUBRULE2(this.unary);
      left = this.ACTION(() => binary(left, operator, right));
    });
    return left;
  });

  private readonly unary = this.RULE("unary", (): Expression => {
    const signs: IToken[] = [];
    this.MANY(() => signs.push(this.CONSUME(tokens.Minus)));
    const operand = this.SUBRULE(this.primary);
    return this.ACTION(() =>
      signs.reduceRight<Expression>((inner, sign) => {
        return {
          kind: "unary",
          operator: "-",
          operand: inner,
          span: spanning(this.spanOf(sign), inner.span),
        };
      }, operand),
    );
  });

  private readonly primary = this.RULE(
    "primary",
    (): Expression =>
      this.OR({
        DEF: [
          { ALT: () => this.SUBRULE(this.number) },
          { ALT: () => this.SUBRULE(this.string) },
          { ALT: () => this.SUBRULE(this.list) },
          { ALT: () => this.SUBRULE(this.parenthesized) },
          {
            GATE: () => !this.nextIs(2, tokens.Dot, tokens.LeftParenthesis),
            ALT: () => this.SUBRULE(this.boolean),
          },
          { ALT: () => this.SUBRULE(this.constantOrReference), IGNORE_AMBIGUITIES: true },
        ],
        ...expecting("value"),
      }),
  );

  protected readonly list = this.RULE("list", (): ListLiteral => {
    const items: Expression[] = [];
    const open = this.CONSUME(tokens.LeftBracket);
    this.OPTION(() => {
      items.push(this.SUBRULE(this.expression));
      this.MANY({
        GATE: () => !this.nextIs(2, tokens.RightBracket),
        DEF: () => {
          this.CONSUME(tokens.Comma);
          items.push(this.SUBRULE2(this.expression));
        },
      });
      this.OPTION2(() => this.CONSUME2(tokens.Comma));
    });
    const close = this.CONSUME(tokens.RightBracket, expecting("list"));
    return { kind: "list", items, span: spanning(this.spanOf(open), this.spanOf(close)) };
  });

  /** The span takes the parentheses in, so that a message underlines all of it. */
  private readonly parenthesized = this.RULE("parenthesized", (): Expression => {
    const open = this.CONSUME(tokens.LeftParenthesis);
    const inner = this.SUBRULE(this.expression);
    const close = this.CONSUME(tokens.RightParenthesis, expecting("arguments"));
    return { ...inner, span: spanning(this.spanOf(open), this.spanOf(close)) };
  });

  private readonly constantOrReference = this.RULE("constantOrReference", (): Expression => {
    const found = this.SUBRULE(this.reference);
    return this.ACTION((): Expression => {
      const name = found.kind === "path" && found.parts.length === 1 ? found.parts[0]!.text : "";
      const meant = pythonConstants.get(name);
      if (meant !== undefined) this.report("python-constant", { found: name, meant }, found.span);
      if (meant === "true" || meant === "false")
        return { kind: "boolean", value: meant === "true", span: found.span };
      return found;
    });
  });
}

function isRepeat(layer: Path | Call): boolean {
  return layer.kind === "call" && layer.callee.parts.length === 1 && layer.callee.parts[0]!.text === "repeat";
}

function binary(left: Expression, operator: IToken, right: Expression): Expression {
  const symbol = operator.image as "+" | "-" | "*" | "/";
  return { kind: "binary", operator: symbol, left, right, span: spanning(left.span, right.span) };
}

import type { IToken } from "chevrotain";
import { expecting } from "./expectations.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { spanning } from "./source.ts";
import type { Argument, Clause, Expression, Identifier, Path, Predicate, Rule, Selector } from "./syntax.ts";
import * as tokens from "./tokens.ts";

/** A node whose block is still a token; read-tree.ts reads what is inside. */
export type Head<Node, Content extends keyof Node> = Omit<Node, Content> & { readonly block?: IToken };

/** The grammar of clauses and of the rules of a policy. */
export abstract class ClauseParser extends ExpressionParser {
  /** Only properties, the clauses about data, have a colon; to others an `=` is no colon that went wrong. */
  readonly clause = this.RULE("clause", (isProperty?: boolean): Head<Clause, "clauses"> => {
    const name = this.SUBRULE(this.name);
    let called: Argument[] | undefined;
    let listed: Argument[] | undefined;
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            called = this.SUBRULE(this.argumentList);
          },
        },
        {
          ALT: () => {
            listed = this.SUBRULE(this.juxtaposed);
          },
          IGNORE_AMBIGUITIES: true,
        },
      ]),
    );
    let values: Expression[] | undefined;
    this.OPTION2(() => {
      this.SUBRULE(this.sign, { ARGS: [name, isProperty, listed] });
      values = this.SUBRULE(this.values);
    });
    let block: IToken | undefined;
    this.OPTION3(() => {
      block = this.CONSUME(tokens.Block);
    });
    return this.ACTION(() => ({
      kind: "clause",
      name,
      called: called !== undefined,
      arguments: called ?? listed ?? [],
      values,
      block,
      span: this.spanFrom(name.span),
    }));
  });

  /** A colon; an `=` in its place is reported: as one where a property is read, elsewhere as what has no place. */
  private readonly sign = this.RULE(
    "sign",
    (owner?: Identifier, isProperty?: boolean, listed: readonly Argument[] = []): void => {
      const token = this.CONSUME(tokens.Assignment);
      this.ACTION(() => {
        if (token.tokenType !== tokens.Equals) return;
        const name = owner?.text ?? "this";
        if (isProperty) return this.report("equals-for-colon", { name }, this.spanOf(token));
        const words = listed.flatMap(({ value }) => (value.kind === "path" ? value.parts.at(-1)!.text : []));
        const value = this.nextIs(1, tokens.NumberToken) ? this.LA(1).image : "…";
        this.report("equals-before-value", { name, words, value }, this.spanOf(token));
      });
    },
  );

  /** `pad 2`, `accuracy, f1`: expressions side by side. A parenthesis after one would make it a call. */
  private readonly juxtaposed = this.RULE("juxtaposed", (): Argument[] => {
    const first = this.SUBRULE(this.sum);
    const values = [first];
    this.MANY({
      GATE: () => !this.nextIs(1, tokens.LeftParenthesis),
      DEF: () => {
        this.OPTION(() => this.CONSUME(tokens.Comma));
        values.push(this.SUBRULE2(this.sum));
      },
    });
    return this.ACTION(() => values.map((value) => ({ value, span: value.span })));
  });

  private readonly values = this.RULE("values", (): Expression[] => {
    const values = [this.SUBRULE(this.expression)];
    this.MANY(() => {
      this.CONSUME(tokens.Comma);
      values.push(this.SUBRULE2(this.expression));
    });
    return values;
  });

  readonly rule = this.RULE("rule", (): Head<Rule, "clauses"> => {
    const selectors = [this.SUBRULE(this.selector)];
    this.MANY(() => {
      this.CONSUME(tokens.Comma);
      selectors.push(this.SUBRULE2(this.selector));
    });
    const block = this.CONSUME(tokens.Block, expecting("block"));
    return this.ACTION(() => ({ kind: "rule", selectors, block, span: this.spanFrom(selectors[0]!.span) }));
  });

  private readonly selector = this.RULE("selector", (): Selector => {
    const start = this.LA(1);
    let place: Identifier | undefined;
    let path: Path | undefined;
    const predicates: Predicate[][] = [];
    this.OR({
      DEF: [
        {
          GATE: () => this.nextIsPlace(),
          ALT: () => {
            place = this.SUBRULE(this.name);
            this.OPTION(() => {
              path = this.SUBRULE(this.path);
            });
          },
        },
        {
          ALT: () => {
            path = this.SUBRULE2(this.path);
          },
          IGNORE_AMBIGUITIES: true,
        },
        { GATE: () => this.nextIs(1, tokens.LeftBracket), ALT: () => undefined },
      ],
      ...expecting("selector"),
    });
    this.MANY(() => predicates.push(this.SUBRULE(this.predicates)));
    return this.ACTION(() => ({
      place,
      path,
      predicates: predicates.flat(),
      span: this.spanFrom(this.spanOf(start)),
    }));
  });

  /** `after conv` names a place, `after.kernel` a parameter of something called `after`. */
  private nextIsPlace(): boolean {
    const { after, before, input, output } = tokens.keywords;
    return this.nextIs(1, after, before, input, output) && !this.nextIs(2, tokens.Dot);
  }

  private readonly predicates = this.RULE("predicates", (): Predicate[] => {
    const predicates: Predicate[] = [];
    this.CONSUME(tokens.LeftBracket);
    this.AT_LEAST_ONE_SEP({
      SEP: tokens.Comma,
      DEF: () => predicates.push(this.SUBRULE(this.predicate)),
      ...expecting("name"),
    });
    this.CONSUME(tokens.RightBracket, expecting("list"));
    return predicates;
  });

  private readonly predicate = this.RULE("predicate", (): Predicate => {
    const name = this.SUBRULE(this.name);
    const operator = this.CONSUME(tokens.Comparison, expecting("comparison"));
    const value = this.SUBRULE(this.expression);
    return this.ACTION(() => ({
      name,
      operator: operator.image,
      value,
      span: spanning(name.span, value.span),
    }));
  });
}

import type { IToken } from "chevrotain";
import type { Head } from "./clause-parser.ts";
import { expecting } from "./expectations.ts";
import { StatementParser } from "./statement-parser.ts";
import type * as syntax from "./syntax.ts";
import * as tokens from "./tokens.ts";

const { keywords } = tokens;

/** The grammar of declarations, and with it of everything that can be an item of outline.ts. */
export class ItemParser extends StatementParser {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly import = this.RULE("import", (): syntax.ImportDeclaration => {
    const start = this.CONSUME(keywords.import);
    let names: syntax.Identifier[] | undefined;
    this.OPTION(() => {
      names = this.SUBRULE(this.importedNames);
    });
    const path = this.SUBRULE(this.string);
    return this.ACTION(() => ({ kind: "import", names, path, span: this.spanFrom(this.spanOf(start)) }));
  });

  private readonly importedNames = this.RULE("importedNames", (): syntax.Identifier[] => {
    const names = [this.SUBRULE(this.name)];
    this.MANY(() => {
      this.CONSUME(tokens.Comma);
      names.push(this.SUBRULE2(this.name));
    });
    this.CONSUME(keywords.from, expecting("from"));
    return names;
  });

  readonly param = this.RULE("param", (): syntax.ParamDeclaration => {
    const start = this.CONSUME(keywords.param);
    const name = this.SUBRULE(this.name);
    let type: syntax.Identifier | undefined;
    this.OPTION(() => {
      this.CONSUME(tokens.Colon);
      type = this.SUBRULE2(this.name);
    });
    this.CONSUME(tokens.Equals, expecting("assignment"));
    const value = this.SUBRULE(this.expression);
    let range: syntax.Expression | undefined;
    this.OPTION2(() => {
      this.CONSUME(keywords.in);
      range = this.SUBRULE2(this.expression);
    });
    return this.ACTION(() => ({
      kind: "param",
      name,
      type,
      value,
      range,
      span: this.spanFrom(this.spanOf(start)),
    }));
  });

  readonly network = this.RULE("network", (): Head<syntax.NetworkDeclaration, "body"> => {
    const start = this.OR([
      { ALT: () => this.CONSUME(keywords.network) },
      { ALT: () => this.CONSUME(keywords.block) },
    ]);
    const name = this.SUBRULE(this.name);
    let parameters: syntax.Parameter[] = [];
    this.OPTION(() => {
      parameters = this.SUBRULE(this.parameters);
    });
    const block = this.CONSUME(tokens.Block, expecting("block"));
    return this.ACTION(() => {
      const kind = start.tokenType === keywords.network ? "network" : "block";
      return { kind, name, parameters, block, span: this.spanFrom(this.spanOf(start)) };
    });
  });

  readonly policy = this.RULE("policy", (): Head<syntax.PolicyDeclaration, "rules"> => {
    const start = this.CONSUME(keywords.policy);
    const name = this.SUBRULE(this.name);
    let parameters: syntax.Parameter[] = [];
    this.OPTION(() => {
      parameters = this.SUBRULE(this.parameters);
    });
    const bases: syntax.Expression[] = [];
    this.OPTION2(() => {
      this.CONSUME(keywords.extends);
      bases.push(this.SUBRULE(this.reference));
      this.MANY(() => {
        this.CONSUME(tokens.Comma);
        bases.push(this.SUBRULE2(this.reference));
      });
    });
    const block = this.CONSUME(tokens.Block, expecting("block"));
    return this.ACTION(() => {
      return { kind: "policy", name, parameters, bases, block, span: this.spanFrom(this.spanOf(start)) };
    });
  });

  readonly data = this.RULE("data", (): Head<syntax.DataDeclaration, "clauses"> => {
    const start = this.CONSUME(keywords.data);
    const name = this.SUBRULE(this.name);
    this.SUBRULE(this.equals, { ARGS: [name] });
    const value = this.SUBRULE(this.expression);
    let block: IToken | undefined;
    this.OPTION(() => {
      block = this.CONSUME(tokens.Block);
    });
    return this.ACTION(() => ({ kind: "data", name, value, block, span: this.spanFrom(this.spanOf(start)) }));
  });

  readonly train = this.RULE("train", (): Head<syntax.TrainDeclaration, "clauses"> => {
    const start = this.CONSUME(keywords.train);
    const name = this.SUBRULE(this.name);
    const block = this.CONSUME(tokens.Block, expecting("block"));
    return this.ACTION(() => ({ kind: "train", name, block, span: this.spanFrom(this.spanOf(start)) }));
  });

  private readonly parameters = this.RULE("parameters", (): syntax.Parameter[] => {
    const parameters: syntax.Parameter[] = [];
    this.CONSUME(tokens.LeftParenthesis);
    this.OPTION(() => {
      parameters.push(this.SUBRULE(this.parameter));
      this.MANY({
        GATE: () => !this.nextIs(2, tokens.RightParenthesis),
        DEF: () => {
          this.CONSUME(tokens.Comma);
          parameters.push(this.SUBRULE2(this.parameter));
        },
      });
      this.OPTION2(() => this.CONSUME2(tokens.Comma));
    });
    this.CONSUME(tokens.RightParenthesis, expecting("arguments"));
    return parameters;
  });

  private readonly parameter = this.RULE("parameter", (): syntax.Parameter => {
    const name = this.SUBRULE(this.name);
    let type: syntax.Identifier | undefined;
    this.OPTION(() => {
      this.CONSUME(tokens.Colon);
      type = this.SUBRULE2(this.name);
    });
    let value: syntax.Expression | undefined;
    this.OPTION2(() => {
      this.CONSUME(tokens.Equals);
      value = this.SUBRULE(this.expression);
    });
    return this.ACTION(() => ({ name, type, value, span: this.spanFrom(name.span) }));
  });
}

import type { Span } from "../../../grammar/source.ts";
import type { Argument, Expression, PolicyDeclaration, Selector } from "../../../grammar/syntax.ts";
import { bindArguments } from "../bind-arguments.ts";
import { type Bound, kindNames, type NamedDeclaration } from "../bind-names.ts";
import { fileScope, lookup, type Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { readSetting } from "./read-setting.ts";
import type { Setting } from "./setting.ts";

/** A rule with what it says worked out; what it selects depends on the network. */
export interface ReadRule {
  readonly policy: string;
  readonly selectors: readonly Selector[];
  readonly settings: readonly Setting[];
  readonly scope: Scope;
}

/** The most policies that one train block may bring together, counted with repetition. */
const policyLimit = 256;

/** Reads policies with their bases; one reader serves a whole train block. */
export class PolicyReader {
  /** Every policy that was read. */
  readonly used = new Set<NamedDeclaration>();
  private readonly open: PolicyDeclaration[] = [];
  private read = 0;

  constructor(private readonly session: Session) {}

  /** `Robust`, `Robust(rate: 0.3)`: its rules, those of its bases first; none when it is in error. */
  readPolicy(expression: Expression, scope: Scope): readonly ReadRule[] {
    const { faults } = this.session;
    const callee = expression.kind === "call" ? expression.callee : expression;
    const name = this.session.written(callee);
    const bound = callee.kind === "path" ? lookup(scope, name) : undefined;
    if (bound === undefined) {
      const policies = [...scope.file.names].filter(([, { declaration }]) => declaration.kind === "policy");
      const slots = { what: "policy", name, known: policies.map(([known]) => known) };
      return faults.report("unknown-name", slots, callee.span) ?? [];
    }
    if (bound.declaration.kind !== "policy") {
      const slots = { name, found: kindNames[bound.declaration.kind], expected: "a policy" };
      return faults.report("wrong-kind", slots, callee.span) ?? [];
    }
    const given = expression.kind === "call" ? expression.arguments : [];
    return this.readRules(bound, bound.declaration, given, { span: expression.span, scope });
  }

  /** The rules of a policy that no train block uses: its parameters take their defaults. */
  readAlone(bound: Bound, declaration: PolicyDeclaration): readonly ReadRule[] {
    const use = { span: declaration.name.span, scope: fileScope(bound.scope) };
    return this.readRules(bound, declaration, [], use);
  }

  private readRules(
    bound: Bound,
    declaration: PolicyDeclaration,
    given: readonly Argument[],
    use: { readonly span: Span; readonly scope: Scope },
  ): readonly ReadRule[] {
    const { session } = this;
    const start = this.open.indexOf(declaration);
    if (start !== -1) {
      const cycle = [...this.open.slice(start), declaration].map((policy) => policy.name.text);
      return session.faults.report("circular-policy", { cycle }, use.span) ?? [];
    }
    this.read++;
    if (this.read > policyLimit) {
      if (this.read > policyLimit + 1) return [];
      return session.faults.report("too-many-policies", { limit: policyLimit }, use.span) ?? [];
    }
    this.used.add(declaration);
    const own = fileScope(bound.scope);
    const scope: Scope = { ...own, locals: bindArguments(declaration, own, given, use, session) };
    this.open.push(declaration);
    const inherited = declaration.bases.flatMap((base) => this.readPolicy(base, scope));
    this.open.pop();
    const rules = declaration.rules.map(({ selectors, clauses }) => ({
      policy: declaration.name.text,
      selectors,
      settings: clauses.flatMap((clause) => readSetting(clause, scope, session) ?? []),
      scope,
    }));
    return [...inherited, ...rules];
  }
}

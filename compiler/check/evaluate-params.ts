import type { Identifier, ParamDeclaration } from "../../grammar/syntax.ts";
import type { Bound, FileScope } from "./bind-names.ts";
import { type Constant, describeType, hasType, show, typeOf } from "./constant.ts";
import { evaluateConstant } from "./evaluate-constant.ts";
import { contains, describeRange, readParamRange } from "./param-range.ts";
import { readType } from "./read-type.ts";
import { fileScope } from "./scope.ts";
import type { Session } from "./session.ts";

/** What is set from outside, by name. */
export type Settings = Readonly<Record<string, Constant>>;

/** The values of the spec's params: each is computed once, when it is first asked for. */
export class ParamValues {
  private readonly values = new Map<ParamDeclaration, Constant | undefined>();
  private readonly open: Identifier[] = [];
  private session: Session | undefined;

  constructor(private readonly settings: Settings) {}

  /** Computes all of them, so that each is checked whether it is used or not. */
  evaluateAll(scopes: Iterable<FileScope>, session: Session): Readonly<Record<string, Constant>> {
    this.session = session;
    const known = new Map<string, Constant>();
    const names = new Set<string>();
    for (const scope of scopes) {
      for (const [name, bound] of scope.names) {
        if (bound.declaration.kind !== "param" || bound.scope !== scope) continue;
        names.add(name);
        const value = this.valueOf(bound);
        if (value !== undefined) known.set(name, value);
      }
    }
    for (const name of Object.keys(this.settings)) {
      if (!names.has(name)) session.faults.report("unknown-param", { name, known: [...names] }, null);
    }
    return Object.fromEntries(known);
  }

  valueOf(bound: Bound): Constant | undefined {
    const declaration = bound.declaration as ParamDeclaration;
    if (this.values.has(declaration)) return this.values.get(declaration);
    const session = this.session!;
    const start = this.open.findIndex(({ text }) => text === declaration.name.text);
    if (start !== -1) {
      const cycle = [...this.open.slice(start), declaration.name].map(({ text }) => text);
      return session.faults.report("circular-param", { cycle }, declaration.value.span);
    }
    this.open.push(declaration.name);
    const value = this.compute(declaration, bound.scope, session);
    this.open.pop();
    this.values.set(declaration, value);
    return value;
  }

  private compute(param: ParamDeclaration, file: FileScope, session: Session): Constant | undefined {
    const scope = fileScope(file);
    const name = param.name.text;
    const written = evaluateConstant(param.value, scope, session);
    if (written === undefined) return undefined;
    const type = param.type === undefined ? typeOf(written) : readType(param.type, session);
    if (type === undefined) return undefined;
    const range = param.range === undefined ? null : readParamRange(param.range, scope, session);
    if (range === undefined) return undefined;
    const setting = Object.hasOwn(this.settings, name) ? this.settings[name]! : written;
    for (const value of new Set([written, setting])) {
      const span = value === written ? param.value.span : param.name.span;
      // A param whose type is not written and whose default is whole may well be set to 0.5.
      const taken = param.type === undefined && type === "int" ? "float" : type;
      if (!hasType(value, taken)) {
        const found = `\`${show(value)}\``;
        return session.faults.report(
          "wrong-type",
          { subject: `\`${name}\``, expected: describeType(taken), found },
          span,
        );
      }
      if (range !== null && !contains(range, value)) {
        const slots = { name, value: show(value), range: describeRange(range) };
        return session.faults.report("param-out-of-range", slots, span, [
          { span: param.range!.span, text: "the range" },
        ]);
      }
    }
    return setting;
  }
}

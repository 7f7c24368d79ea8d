import type { Span } from "../../grammar/source.ts";
import type { Argument, Identifier, Parameter } from "../../grammar/syntax.ts";
import { type Constant, describeType, hasType, show, type TypeName, typeOf } from "./constant.ts";
import { evaluateConstant } from "./evaluate-constant.ts";
import { readType } from "./read-type.ts";
import type { Scope } from "./scope.ts";
import type { Session } from "./session.ts";

/** Something with parameters: a network, block or policy, with the scope of its file. */
export interface Parameterized {
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
}

/**
 * The values of an owner's parameters in one use of it: arguments first, defaults for the rest. A value in error
 * is undefined in the map, so that what depends on it stays silent.
 */
export function bindArguments(
  owner: Parameterized,
  ownScope: Scope,
  given: readonly Argument[],
  use: { readonly span: Span; readonly scope: Scope },
  session: Session,
): ReadonlyMap<string, Constant | undefined> {
  const { faults } = session;
  const name = owner.name.text;
  const names = owner.parameters.map((parameter) => parameter.name.text);
  const byName = new Map<string, Argument>();
  let position = 0;
  for (const argument of given) {
    const target = argument.name?.text ?? names[position++];
    if (target === undefined) continue;
    if (!names.includes(target)) {
      faults.report("unknown-argument", { owner: name, name: target, known: names }, argument.name!.span);
    } else if (byName.has(target)) {
      faults.report("duplicate-argument", { name: target }, argument.span, [
        { span: byName.get(target)!.span, text: "given here first" },
      ]);
    } else byName.set(target, argument);
  }
  if (position > names.length) {
    const extra = given.filter((argument) => argument.name === undefined)[names.length]!;
    const slots = { owner: name, most: names.length, given: position };
    faults.report("too-many-arguments", slots, extra.span);
  }
  const values = new Map<string, Constant | undefined>();
  // Defaults see the parameters before them.
  const inner: Scope = { ...ownScope, locals: values };
  for (const parameter of owner.parameters) {
    const argument = byName.get(parameter.name.text);
    const expression = argument?.value ?? parameter.value;
    if (expression === undefined) {
      faults.report("missing-argument", { owner: name, name: parameter.name.text }, use.span, [
        { span: parameter.span, text: "it has no default" },
      ]);
      values.set(parameter.name.text, undefined);
      continue;
    }
    const value = evaluateConstant(expression, argument === undefined ? inner : use.scope, session);
    values.set(parameter.name.text, typed(value, parameter, expression.span, inner, session));
  }
  return values;
}

function typed(
  value: Constant | undefined,
  parameter: Parameter,
  span: Span,
  inner: Scope,
  session: Session,
): Constant | undefined {
  if (value === undefined) return undefined;
  const type = expectedType(parameter, inner, session);
  if (type === undefined || hasType(value, type)) return value;
  const slots = {
    subject: `\`${parameter.name.text}\``,
    expected: describeType(type),
    found: `\`${show(value)}\``,
  };
  return session.faults.report("wrong-type", slots, span, [{ span: parameter.span, text: "declared here" }]);
}

/** The written type, else the default's; a whole default without a type takes any number. */
function expectedType(parameter: Parameter, inner: Scope, session: Session): TypeName | undefined {
  if (parameter.type !== undefined) return readType(parameter.type, session);
  if (parameter.value === undefined) return undefined;
  const value = parameter.value.kind === "number" ? 0.5 : evaluateConstant(parameter.value, inner, session);
  return value === undefined || typeof value === "number" ? "float" : typeOf(value);
}

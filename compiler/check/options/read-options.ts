import type { Span } from "../../../grammar/source.ts";
import type { Argument } from "../../../grammar/syntax.ts";
import type { Definition } from "../../definitions/definition.ts";
import { checkedOptions, type OptionSpec } from "../../definitions/option-spec.ts";
import type { Options, OptionValue } from "../../ir/model.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { defaultOf } from "./default-option.ts";
import { readOption } from "./read-option.ts";

/** Where a definition is used. */
export interface Use {
  /** Reported when something is missing. */
  readonly span: Span;
  readonly scope: Scope;
}

/**
 * The options of one use of a definition, every default filled in: positional arguments by the definition's
 * order, others by name. Undefined when any is in error; each error was reported.
 */
export function readOptions(
  definition: Definition,
  given: readonly Argument[],
  use: Use,
  session: Session,
): Options | undefined {
  const { faults } = session;
  const owner = definition.spelling ?? definition.name;
  const arguments_ = assignOptions(definition, owner, given, session);
  let sound = arguments_ !== undefined;
  const values: Record<string, OptionValue> = {};
  for (const [name, spec] of Object.entries<OptionSpec>(definition.options)) {
    const argument = arguments_?.get(name);
    const value =
      argument === undefined
        ? defaultOf(spec)
        : readOption({ owner, name, spec }, argument.value, use.scope, session);
    if (value !== undefined) values[name] = value;
    else {
      if (argument === undefined && arguments_ !== undefined) {
        faults.report("missing-option", { owner, name, doc: spec.doc }, use.span);
      }
      sound = false;
    }
  }
  if (!sound) return undefined;
  const problem = definition.refuses?.(checkedOptions(values)) ?? null;
  return problem === null ? values : faults.report("refused-options", { owner, problem }, use.span);
}

/** Which argument is which option; undefined when one could not be placed. */
function assignOptions(
  definition: Definition,
  owner: string,
  given: readonly Argument[],
  { faults }: Session,
): ReadonlyMap<string, Argument> | undefined {
  const names = Object.keys(definition.options);
  const assigned = new Map<string, Argument>();
  let position = 0;
  let sound = true;
  for (const argument of given) {
    const name = argument.name?.text ?? definition.positional[position++];
    if (name === undefined) {
      const most = definition.positional.length;
      const count = given.filter((other) => other.name === undefined).length;
      faults.report("too-many-arguments", { owner, most, given: count }, argument.span);
      return undefined;
    }
    if (!Object.hasOwn(definition.options, name)) {
      faults.report("unknown-option", { owner, name, known: names }, argument.name?.span ?? argument.span);
      sound = false;
    } else if (assigned.has(name)) {
      faults.report("duplicate-argument", { name }, argument.span, [
        { span: assigned.get(name)!.span, text: "given here first" },
      ]);
      sound = false;
    } else assigned.set(name, argument);
  }
  return sound ? assigned : undefined;
}

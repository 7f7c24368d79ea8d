import type { Call, Expression, Path } from "../../../grammar/syntax.ts";
import type { Definition } from "../../definitions/definition.ts";
import { initializers } from "../../definitions/initializers/index.ts";
import { schedules } from "../../definitions/schedules/index.ts";
import type { Options } from "../../ir/model.ts";
import type { Schedule } from "../../ir/schedule.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import { readOptions } from "./read-options.ts";

/** `cosine(1e-3, warmup: 1 epoch)`, or `one_cycle_momentum`, whose options all have defaults. */
export function readSchedule(expression: Call | Path, scope: Scope, session: Session): Schedule | undefined {
  const chosen = readChosen("schedule", schedules, expression, scope, session);
  return chosen === undefined
    ? undefined
    : { name: chosen.name, options: chosen.options as Schedule["options"] };
}

/** `he_normal` or `constant(0.1)` */
export function readInitializer(expression: Expression, scope: Scope, session: Session): Chosen | undefined {
  return readChosen("initializer", initializers, expression, scope, session);
}

/** A definition chosen from a registry, with its options. */
export type Chosen = { readonly name: string; readonly options: Options };

/** Reads a name or a call of one of a registry's definitions. */
export function readChosen(
  what: string,
  registry: Readonly<Record<string, Definition>>,
  expression: Expression,
  scope: Scope,
  session: Session,
): Chosen | undefined {
  const { span } = expression;
  const callee = expression.kind === "call" ? expression.callee : expression;
  const name =
    callee.kind === "path" ? callee.parts.map(({ text }) => text).join(".") : session.written(callee);
  const definition = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (definition === undefined) {
    return session.faults.report(
      "unknown-definition",
      { what, name, known: Object.keys(registry) },
      callee.span,
    );
  }
  const given = expression.kind === "call" ? expression.arguments : [];
  const options = readOptions(definition, given, { span, scope }, session);
  return options === undefined ? undefined : { name, options };
}

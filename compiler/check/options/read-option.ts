import type { Call, Expression, Path } from "../../../grammar/syntax.ts";
import type { OptionSpec } from "../../definitions/option-spec.ts";
import { scheduleRange } from "../../definitions/schedules/evaluate.ts";
import { schedules } from "../../definitions/schedules/index.ts";
import type { OptionValue } from "../../ir/model.ts";
import type { Schedule } from "../../ir/schedule.ts";
import { type Constant, show } from "../constant.ts";
import { evaluateConstant } from "../evaluate-constant.ts";
import { lookup, type Scope, wordOf } from "../scope.ts";
import type { Session } from "../session.ts";
import { describeOption } from "./describe-option.ts";
import { type Bounds, describeBounds, liesWithin } from "./range.ts";
import { readInitializer, readSchedule } from "./read-nested.ts";

/** One option of one use of a definition. */
export interface OptionSite<S extends OptionSpec = OptionSpec> {
  /** The definition as it is written. */
  readonly owner: string;
  readonly name: string;
  readonly spec: S;
}

type Read<S extends OptionSpec> = (
  site: OptionSite<S>,
  expression: Expression,
  scope: Scope,
  session: Session,
) => OptionValue | undefined;

const readers: { readonly [K in OptionSpec["type"]]: Read<Extract<OptionSpec, { type: K }>> } = {
  number: readNumber,
  integer: readNumber,
  boolean: (site, expression, scope, session) => readTyped(site, "boolean", expression, scope, session),
  text: (site, expression, scope, session) => readTyped(site, "string", expression, scope, session),
  choice: readChoice,
  name: readName,
  pair: readPair,
  integers: readList,
  numbers: readList,
  words: readWords,
  duration: readDuration,
  schedule(site, expression, scope, session) {
    const schedule = namesSchedule(expression, scope)
      ? readSchedule(expression, scope, session)
      : constantSchedule(readNumber(site, expression, scope, session));
    if (schedule === undefined) return undefined;
    const [least, greatest] = scheduleRange(schedule);
    for (const bound of [least, greatest]) {
      if (!liesWithin(bound, site.spec)) return outOfRange(site, bound, expression, session);
    }
    return schedule;
  },
  initializer: (_, expression, scope, session) => readInitializer(expression, scope, session),
};

/** The value of an option as the IR holds it; undefined when it is in error, which was reported. */
export function readOption(
  site: OptionSite,
  expression: Expression,
  scope: Scope,
  session: Session,
): OptionValue | undefined {
  // `none` is how a spec says that an option that may be absent is absent.
  if (site.spec.default === null && wordOf(expression) === "none") return null;
  const read = readers[site.spec.type] as Read<OptionSpec>;
  return read(site, expression, scope, session);
}

type Numeric = OptionSite<OptionSpec & Bounds>;

function readNumber(
  site: OptionSite,
  expression: Expression,
  scope: Scope,
  session: Session,
): number | undefined {
  const value = evaluateConstant(expression, scope, session);
  if (value === undefined) return undefined;
  const whole = site.spec.type !== "number" && site.spec.type !== "numbers" && site.spec.type !== "schedule";
  if (typeof value !== "number" || (whole && !Number.isSafeInteger(value))) {
    return wrong(site, expression, session, `\`${show(value)}\``);
  }
  return liesWithin(value, (site as Numeric).spec) ? value : outOfRange(site, value, expression, session);
}

function readTyped(
  site: OptionSite,
  type: "boolean" | "string",
  expression: Expression,
  scope: Scope,
  session: Session,
): Constant | undefined {
  const value = evaluateConstant(expression, scope, session);
  if (value === undefined || typeof value === type) return value;
  return wrong(site, expression, session, `\`${show(value)}\``);
}

/** A word means itself; a name of a text constant means its value. */
function readWord(expression: Expression, scope: Scope): string | undefined {
  if (expression.kind === "string") return expression.value;
  const word = wordOf(expression);
  const value = word === undefined ? undefined : scope.locals.get(word);
  return typeof value === "string" ? value : word;
}

function readChoice(
  site: OptionSite<Extract<OptionSpec, { type: "choice" }>>,
  expression: Expression,
  scope: Scope,
  session: Session,
): string | undefined {
  const { owner, name, spec } = site;
  const found = readWord(expression, scope);
  if (found === undefined) return wrong(site, expression, session);
  if (spec.choices.includes(found)) return found;
  return session.faults.report(
    "unknown-choice",
    { owner, name, found, choices: spec.choices },
    expression.span,
  );
}

function readName(site: OptionSite, expression: Expression, _: Scope, session: Session): string | undefined {
  if (expression.kind === "path") return expression.parts.map(({ text }) => text).join(".");
  return expression.kind === "string" ? expression.value : wrong(site, expression, session);
}

function readPair(site: OptionSite, expression: Expression, scope: Scope, session: Session) {
  const items = expression.kind === "list" ? expression.items : [expression, expression];
  if (items.length !== 2) return wrong(site, expression, session, `a list of ${items.length}`);
  const first = readNumber(site, items[0]!, scope, session);
  const second = items[1] === items[0] ? first : readNumber(site, items[1]!, scope, session);
  return first === undefined || second === undefined ? undefined : [first, second];
}

function readList(site: OptionSite, expression: Expression, scope: Scope, session: Session) {
  const items = expression.kind === "list" ? expression.items : [expression];
  const values = items.map((item) => readNumber(site, item, scope, session));
  return values.some((value) => value === undefined)
    ? undefined
    : values.filter((value) => value !== undefined);
}

function readWords(site: OptionSite, expression: Expression, scope: Scope, session: Session) {
  const items = expression.kind === "list" ? expression.items : [expression];
  const words: string[] = [];
  for (const item of items) {
    const word = readWord(item, scope);
    if (word === undefined) return wrong(site, item, session);
    words.push(word);
  }
  return words;
}

function readDuration(
  site: OptionSite<Extract<OptionSpec, { type: "duration" }>>,
  expression: Expression,
  _: Scope,
  session: Session,
): OptionValue | undefined {
  if (expression.kind !== "number" || expression.unit === undefined) return wrong(site, expression, session);
  const { value, unit } = expression;
  return liesWithin(value, site.spec) ? { value, unit } : outOfRange(site, value, expression, session);
}

/** A call is one; so is a schedule's bare name, unless a constant has that name. */
function namesSchedule(expression: Expression, scope: Scope): expression is Call | Path {
  if (expression.kind === "call") return true;
  const word = wordOf(expression);
  if (word === undefined || !Object.hasOwn(schedules, word)) return false;
  return !scope.locals.has(word) && lookup(scope, word) === undefined;
}

function constantSchedule(value: number | undefined): Schedule | undefined {
  return value === undefined ? undefined : { name: "constant", options: { value } };
}

function wrong({ owner, name, spec }: OptionSite, expression: Expression, session: Session, found?: string) {
  const slots = {
    owner,
    name,
    expected: describeOption(spec),
    found: found ?? `\`${session.written(expression)}\``,
  };
  return session.faults.report("wrong-option", slots, expression.span);
}

function outOfRange(
  { owner, name, spec }: OptionSite,
  value: number,
  expression: Expression,
  session: Session,
) {
  const slots = { owner, name, value: String(value), range: describeBounds(spec as Bounds) };
  return session.faults.report("option-out-of-range", slots, expression.span);
}

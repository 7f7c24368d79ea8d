import type { Clause, Expression } from "../../../grammar/syntax.ts";
import { metrics } from "../../definitions/metrics/index.ts";
import type { Run } from "../../ir/model.ts";
import { show } from "../constant.ts";
import { evaluateConstant } from "../evaluate-constant.ts";
import { readChosen } from "../options/read-nested.ts";
import type { Scope } from "../scope.ts";
import type { Session } from "../session.ts";
import type { TrainClauses } from "./read-clauses.ts";

/** Settings of the run that stand for what the spec says. */
export interface RunSettings {
  readonly batch?: number;
  readonly epochs?: number;
  readonly seed?: number;
}

type Setting = keyof RunSettings;

const ranges: { readonly [K in Setting]: { readonly least: number; readonly most: number } } = {
  batch: { least: 1, most: 2 ** 31 - 1 },
  epochs: { least: 1, most: 2 ** 31 - 1 },
  seed: { least: 0, most: 2 ** 32 - 1 },
};

/** How long, in which portions, from which seed, and what is measured. */
export function readRun(
  clauses: TrainClauses,
  settings: RunSettings,
  scope: Scope,
  session: Session,
): Run | undefined {
  const batch = readNumber("batch", 32);
  // A missing `epochs` was reported; the 1 keeps everything else checkable.
  const epochs = readNumber("epochs", 1);
  const seed = readNumber("seed", 0);
  const measured = readMetrics(clauses.metrics[0], scope, session);
  return batch === undefined || epochs === undefined || seed === undefined || measured === undefined
    ? undefined
    : { batch, epochs, seed, metrics: measured };

  function readNumber(name: Setting, otherwise: number): number | undefined {
    const clause = clauses[name][0];
    const written = clause === undefined ? otherwise : readOne(clause);
    const value = settings[name] ?? written;
    if (value === undefined) return undefined;
    const { least, most } = ranges[name];
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const expected = `a whole number from ${least} to ${most}`;
    const span = settings[name] === undefined ? clause!.span : null;
    return session.faults.report("setting-out-of-range", { name, value: String(value), expected }, span);
  }

  function readOne(clause: Clause): number | undefined {
    const value = soleArgument(clause, `${clause.name.text} 20`, session);
    const number = value && evaluateConstant(value, scope, session);
    if (number === undefined || typeof number === "number") return number;
    const slots = { name: clause.name.text, value: show(number), expected: "a whole number" };
    return session.faults.report("setting-out-of-range", slots, value!.span);
  }
}

function readMetrics(clause: Clause | undefined, scope: Scope, session: Session): Run["metrics"] | undefined {
  if (clause === undefined) return [];
  const given = clause.arguments.map((argument) =>
    readChosen("metric", metrics, argument.value, scope, session),
  );
  if (given.length === 0 || clause.called || clause.values !== undefined || clause.clauses !== undefined) {
    return session.faults.report("bad-clause", { name: "metrics", example: "metrics accuracy" }, clause.span);
  }
  for (const [i, metric] of given.entries()) {
    const first = given.findIndex((other) => other !== undefined && other.name === metric?.name);
    if (metric === undefined || first === i) continue;
    session.faults.report("duplicate-metric", { name: metric.name }, clause.arguments[i]!.span, [
      { span: clause.arguments[first]!.span, text: "measured here first" },
    ]);
  }
  const known = given.filter((metric) => metric !== undefined);
  return known.length === given.length ? known : undefined;
}

/** What stands behind a clause's name when exactly one value may stand there. */
export function soleArgument(clause: Clause, example: string, session: Session): Expression | undefined {
  const [argument, ...more] = clause.arguments;
  const odd = clause.called || clause.values !== undefined || clause.clauses !== undefined;
  if (argument !== undefined && argument.name === undefined && more.length === 0 && !odd)
    return argument.value;
  return session.faults.report("bad-clause", { name: clause.name.text, example }, clause.span);
}

import type { Argument, Clause, Expression } from "../../../grammar/syntax.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import type { Options } from "../../ir/model.ts";
import { readOptions } from "../options/read-options.ts";
import { type Scope, wordOf } from "../scope.ts";
import type { Session } from "../session.ts";
import { rampEnds } from "./ramp.ts";
import type { Setting } from "./setting.ts";
import {
  findTechnique,
  isShorthand,
  type Named,
  propertyOf,
  sitesOfProperty,
  spellings,
  techniqueDefinitions,
} from "./techniques.ts";

/** What a clause of a rule says: one setting, several for a shorthand; undefined when it is in error. */
export function readSetting(clause: Clause, scope: Scope, session: Session): readonly Setting[] | undefined {
  const { faults } = session;
  const name = clause.name.text;
  const part = clause.values === undefined ? "block" : "value after a colon";
  if (clause.values !== undefined || clause.clauses !== undefined) {
    return faults.report("unexpected-clause-part", { name, part }, clause.span);
  }
  const removed = removedProperty(clause);
  if (removed !== undefined) return readRemoval(removed, clause, session);
  const { spelling, definition, given } = resolve(clause);
  if (definition === undefined) {
    const alike = spellings.filter((known) => known.startsWith(`${name} `));
    const known = alike.length > 0 ? alike : spellings;
    return faults.report("unknown-technique", { name: spelling, known }, clause.name.span);
  }
  const use = { span: clause.span, scope };
  const ends = rampEnds(definition, given);
  const options = readOptions(definition, ends?.first ?? given, use, session);
  const last = ends === null ? undefined : readOptions(definition, ends.last, use, session);
  if (options === undefined || (ends !== null && last === undefined)) return undefined;
  return expand(definition, options, last).map((setting) => ({ ...setting, span: clause.span }));
}

function expand(definition: Named, options: Options, last: Options | undefined): Omit<Setting, "span">[] {
  if (!isShorthand(definition)) return [settingOf(definition.name, options, last)];
  const lasts = last && definition.expand(checkedOptions(last));
  return definition
    .expand(checkedOptions(options))
    .map((part, i) => settingOf(part.technique, part.options, lasts?.[i]?.options));
}

function settingOf(technique: string, options: Options, last?: Options): Omit<Setting, "span"> {
  const { sites, spelling } = techniqueDefinitions[technique]!;
  return {
    property: propertyOf(technique),
    spelling: spelling ?? technique,
    sites: new Set(sites),
    technique,
    options,
    ...(last === undefined ? {} : { last }),
  };
}

/** `decay none`, `clip none`, `prox l1 none`: the words before `none`. */
function removedProperty({ name, called, arguments: given }: Clause): string | undefined {
  const words = given.map((argument) => wordOf(argument.value));
  if (called || words.length === 0 || words.pop() !== "none" || words.includes(undefined)) return undefined;
  return [name.text, ...words].join(" ");
}

function readRemoval(words: string, clause: Clause, session: Session): readonly Setting[] | undefined {
  const definition = findTechnique(words);
  if (definition !== undefined && isShorthand(definition)) {
    return session.faults.report("shorthand-removed", { name: words }, clause.span);
  }
  const property = definition === undefined ? words : propertyOf(definition.name);
  const sites = sitesOfProperty(property);
  if (sites === undefined) {
    return session.faults.report("unknown-technique", { name: words, known: spellings }, clause.name.span);
  }
  return [{ property, spelling: words, sites, technique: null, options: {}, span: clause.span }];
}

interface Resolved {
  readonly spelling: string;
  readonly definition: Named | undefined;
  readonly given: readonly Argument[];
}

/** Some techniques are two words, with their options behind or in parentheses: `clip global_norm(1.0)`. */
function resolve({ name, called, arguments: given }: Clause): Resolved {
  const first = called ? undefined : given[0]?.value;
  const second = first === undefined ? undefined : secondWord(first);
  if (second !== undefined) {
    const spelling = `${name.text} ${second.word}`;
    const definition = findTechnique(spelling);
    if (definition !== undefined)
      return { spelling, definition, given: [...second.given, ...given.slice(1)] };
    const isPrefix = spellings.some((known) => known.startsWith(`${name.text} `));
    if (isPrefix && findTechnique(name.text) === undefined) return { spelling, definition: undefined, given };
  }
  return { spelling: name.text, definition: findTechnique(name.text), given };
}

function secondWord(expression: Expression): { word: string; given: readonly Argument[] } | undefined {
  if (expression.kind !== "call") {
    const word = wordOf(expression);
    return word === undefined ? undefined : { word, given: [] };
  }
  const word = wordOf(expression.callee);
  return word === undefined ? undefined : { word, given: expression.arguments };
}

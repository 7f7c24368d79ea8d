import type { Span } from "../../../grammar/source.ts";
import type { Selector } from "../../../grammar/syntax.ts";
import type { SiteName } from "../../definitions/technique.ts";
import type { Options, RuleReference } from "../../ir/model.ts";
import type { Session } from "../session.ts";
import type { Candidate } from "./cascade.ts";
import { describeSites, exampleFor } from "./describe-sites.ts";
import type { ElementIndex } from "./element-index.ts";
import { valueTarget } from "./make-target.ts";
import { rampAt } from "./ramp.ts";
import type { ReadRule } from "./read-policy.ts";
import { readSetting } from "./read-setting.ts";
import { select } from "./select.ts";
import type { Setting } from "./setting.ts";
import type { Selected } from "./target.ts";

/** The most that the rules of one train block may say in all: properties, counted for each target they reach. */
const reachLimit = 1_000_000;

/** What every rule says of everything it reaches, in order. */
export function collectCandidates(
  rules: readonly ReadRule[],
  index: ElementIndex,
  session: Session,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  let order = 0;
  for (const rule of rules) {
    for (const selector of rule.selectors) {
      for (const one of ruleCandidates(rule, selector, order, index, session)) candidates.push(one);
      if (candidates.length <= reachLimit) continue;
      session.faults.report("rules-reach-too-much", { limit: reachLimit }, selector.span);
      return [];
    }
    order += rule.settings.length;
  }
  return candidates;
}

function ruleCandidates(
  rule: ReadRule,
  selector: Selector,
  order: number,
  index: ElementIndex,
  session: Session,
): readonly Candidate[] {
  const selected = select(selector, rule.scope, index, session);
  if (selected === undefined) return [];
  const reference: RuleReference = {
    policy: rule.policy,
    selector: session.written(selector),
    origin: session.origin(selector),
  };
  return rule.settings.flatMap((setting, i) => {
    const legal = selected.filter(({ target }) => target.sites.some((site) => setting.sites.has(site)));
    if (legal.length === 0) reportMisplaced(setting, reference.selector, selected, selector.span, session);
    return legal.map((one, position) =>
      candidate(one, setting, optionsAt(setting, position, legal.length), reference, order + i),
    );
  });
}

function candidate(
  { target, specificity }: Selected,
  { property, technique, span }: Setting,
  options: Options,
  rule: RuleReference,
  order: number,
): Candidate {
  return { target, property, technique, options, rule, specificity, order, span };
}

/** Places come in the order of the network, so a ramp runs from its input to its output. */
function optionsAt({ options, last }: Setting, position: number, count: number): Options {
  return last === undefined ? options : rampAt(options, last, count === 1 ? 1 : position / (count - 1));
}

function reportMisplaced(
  setting: Setting,
  selected: string,
  reached: readonly Selected[],
  selector: Span,
  session: Session,
): void {
  const sites: readonly SiteName[] = [...setting.sites];
  const slots = {
    technique: setting.spelling,
    selected,
    belongs: describeSites(sites),
    example: exampleFor(setting.spelling, sites, reached),
  };
  session.faults.report("misplaced-technique", slots, setting.span, [
    { span: selector, text: "selected here" },
  ]);
}

/** Techniques written into pipes: rules as specific as `after name`, before every rule of a policy. */
export function inlineCandidates(index: ElementIndex, session: Session): readonly Candidate[] {
  const { network, live } = index;
  const { inline } = network.draft;
  return inline.flatMap(({ clause, scope, place }, position) => {
    const settings = readSetting(clause, scope, session);
    if (settings === undefined || !live.has(place.id)) return [];
    const reached: Selected = {
      target: valueTarget(place, index),
      specificity: { names: 1, conditions: 1, kinds: 0 },
    };
    const selector = `after ${place.id}`;
    const rule = { policy: "inline", selector, origin: session.origin(clause) };
    return settings.flatMap((setting) => {
      if (!reached.target.sites.some((site) => setting.sites.has(site))) {
        reportMisplaced(setting, selector, [reached], clause.span, session);
        return [];
      }
      const note = { technique: setting.spelling, place: selector };
      session.faults.report("inline-technique", note, clause.span);
      return [candidate(reached, setting, setting.options, rule, position - inline.length)];
    });
  });
}

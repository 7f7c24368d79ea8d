import type { Span } from "../../../grammar/source.ts";
import type { Applied, Place, Removed, RemovedAt, Site } from "../../ir/model.ts";
import type { ParameterElement } from "../network/element.ts";
import type { Session } from "../session.ts";
import { agree, type Candidate, rank } from "./cascade.ts";
import { decide } from "./decide.ts";
import type { ElementIndex } from "./element-index.ts";
import { stepOf } from "./step-order.ts";

/** What the rules come to, for every parameter and every place. */
export interface ResolvedPolicies {
  /** By the parameter's id; parameters that nothing reached are left out. */
  readonly parameters: ReadonlyMap<string, ResolvedParameter>;
  readonly sites: readonly Site[];
  /** What `none` took from places. */
  readonly removed: readonly RemovedAt[];
  /** Where each of them was written, for lints. */
  readonly spans: ReadonlyMap<Applied, Span>;
}

export interface ResolvedParameter {
  readonly policy: readonly Applied[];
  readonly removed: readonly Removed[];
}

/** Runs the cascade on everything the rules reach. */
export function resolvePolicies(
  candidates: readonly Candidate[],
  index: ElementIndex,
  session: Session,
): ResolvedPolicies {
  const onParameters = new Map<ParameterElement, Candidate[]>();
  const onPlaces = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { target } = candidate;
    if (target.kind === "parameter") push(onParameters, target.parameter, candidate);
    else push(onPlaces, target.key, candidate);
  }
  const parameters = new Map<string, ResolvedParameter>();
  const spans = new Map<Applied, Span>();
  for (const [parameter, all] of onParameters) {
    const decided = [...byProperty(all)].map(([property, rivals]) => {
      reportConflict(parameter, property, rivals, session);
      return decide(rivals, spans);
    });
    const applied = decided.filter((one) => "technique" in one);
    parameters.set(parameter.parameter.id, {
      policy: applied.toSorted((a, b) => stepOf(a.technique) - stepOf(b.technique)),
      removed: decided.flatMap((one) => ("technique" in one ? [] : [one])),
    });
  }
  return { parameters, ...decidePlaces(onPlaces, index, spans), spans };
}

function push<K>(map: Map<K, Candidate[]>, key: K, candidate: Candidate): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [candidate]);
  else known.push(candidate);
}

function byProperty(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) push(groups, candidate.property, candidate);
  return groups;
}

/**
 * A shared variable is regularized once (N-14). Rules may reach it through one of its uses only; when the uses
 * come to different ends, its strength is ambiguous (L-30).
 */
function reportConflict(
  { owners, parameter }: ParameterElement,
  property: string,
  rivals: readonly Candidate[],
  session: Session,
): void {
  const uses = owners.slice(1);
  if (uses.length < 2) return;
  const reached = (candidate: Candidate) =>
    candidate.target.kind === "parameter" ? candidate.target.owner : null;
  const winners = uses.map((use) => {
    return rank(rivals.filter((rival) => reached(rival) === null || reached(rival) === use))[0];
  });
  const odd = winners.findIndex((other) => !same(winners[0], other));
  if (odd === -1) return;
  const names = [uses[0]!, uses[odd]!].map((use) => (use.kind === "node" ? use.node.id : use.name));
  const slots = { parameter: parameter.id, property, uses: names };
  const [last, other] = [winners[odd] ?? winners[0]!, winners[0] ?? winners[odd]!];
  session.faults.report("conflicting-policies", slots, last.span, [
    { span: other.span, text: "the other rule" },
  ]);
}

function same(a: Candidate | undefined, b: Candidate | undefined): boolean {
  return a === undefined || b === undefined ? a === b : agree(a, b);
}

/** All sites, and what was taken from places, each in the order in which they act (0.4, 0.5). */
function decidePlaces(
  onPlaces: ReadonlyMap<string, readonly Candidate[]>,
  index: ElementIndex,
  spans: Map<Applied, Span>,
): Pick<ResolvedPolicies, "sites" | "removed"> {
  const position = new Map(index.nodes.map(({ node }, i) => [node.id, i]));
  const inOrder = <T extends { readonly at: Place }>(placed: readonly T[]): readonly T[] =>
    placed.toSorted((a, b) => compare(rankOf(a.at, position), rankOf(b.at, position)));
  const sites: Site[] = [];
  const removed: RemovedAt[] = [];
  for (const [key, all] of onPlaces) {
    const { target } = all[0]!;
    if (target.kind !== "place") continue;
    const at = target.place;
    const prefix = at.site === "activation" ? at.value : key;
    for (const rivals of byProperty(all).values()) {
      const decided = decide(rivals, spans);
      if ("technique" in decided) {
        const site: Site = { id: `${prefix}/${decided.technique}`, at, ...decided };
        spans.set(site, spans.get(decided)!);
        sites.push(site);
      } else removed.push({ at, ...decided });
    }
  }
  return { sites: inOrder(sites), removed: inOrder(removed) };
}

const siteOrder = ["input", "target", "activation", "output", "gradient", "update", "run"] as const;

function rankOf(at: Place, position: ReadonlyMap<string, number>): readonly [number, number] {
  const rankOfSite = (site: (typeof siteOrder)[number]) => siteOrder.indexOf(site);
  if (at.site === "before") return [rankOfSite("activation"), position.get(at.node)! - 0.5];
  if (at.site !== "activation") return [rankOfSite(at.site), 0];
  const node = position.get(at.value);
  return node === undefined ? [rankOfSite("input"), 0] : [rankOfSite("activation"), node];
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

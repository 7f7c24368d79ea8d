import type { Span } from "../../../grammar/source.ts";
import { metrics } from "../../definitions/metrics/index.ts";
import type { DataSource, Loss, Optimizer, Run, Site } from "../../ir/model.ts";
import { checkFit } from "../policy/check-fit.ts";
import { collectCandidates, inlineCandidates } from "../policy/collect-candidates.ts";
import type { ElementIndex } from "../policy/element-index.ts";
import { optimizerCandidates } from "../policy/optimizer-candidates.ts";
import type { ReadRule } from "../policy/read-policy.ts";
import { type ResolvedPolicies, resolvePolicies } from "../policy/resolve-policies.ts";
import type { Session } from "../session.ts";
import type { WrittenLoss } from "./read-loss.ts";

/** What policies need to know of a train block; what is in error is undefined. */
export interface PolicyWork {
  readonly rules: readonly ReadRule[];
  readonly index: ElementIndex;
  readonly optimizer: { readonly chosen: Optimizer; readonly span: Span } | undefined;
  readonly run: Run | undefined;
  readonly data: DataSource | undefined;
  readonly written: WrittenLoss | undefined;
  readonly loss: Loss | undefined;
  readonly session: Session;
}

/** What all rules come to: those of the optimizer, those written into the network, those of the policies. */
export function applyPolicies(work: PolicyWork): ResolvedPolicies {
  const { rules, index, optimizer, loss, session } = work;
  const candidates = [
    ...(optimizer === undefined ? [] : optimizerCandidates(optimizer.chosen, optimizer.span, index, session)),
    ...inlineCandidates(index, session),
    ...collectCandidates(rules, index, session),
  ];
  const resolved = resolvePolicies(candidates, index, session);
  const prediction = loss === undefined ? undefined : index.outputs.get(loss.prediction);
  const kind = work.written?.definition.target;
  checkFit(resolved, index, prediction && kind ? { type: prediction, kind } : null, session);
  for (const site of resolved.sites) {
    const span = resolved.spans.get(site)!;
    if (site.at.site === "target") checkTarget(site, span, work);
    if (site.at.site === "run") checkQuantity(site, span, work);
  }
  return resolved;
}

/** Techniques on the target soften classes; plain numbers have none. */
function checkTarget({ technique }: Site, span: Span, { written, session }: PolicyWork): void {
  if (written?.definition.target !== "numeric") return;
  session.faults.report("target-without-classes", { technique, loss: written.definition.name }, span);
}

/** What a run is watched by has to be measured (L-12), on a validation part that is not empty. */
function checkQuantity({ technique, options }: Site, span: Span, { run, data, session }: PolicyWork): void {
  if (typeof options.on !== "string") return;
  const name = options.on;
  const known = ["val.loss", ...(run?.metrics ?? []).map((metric) => `val.${metric.name}`)];
  if (run !== undefined && !known.includes(name)) {
    const unmeasured = Object.keys(metrics).some((metric) => name === `val.${metric}`);
    session.faults.report("unknown-quantity", { name, known, unmeasured }, span);
  } else if (data?.split.validation === 0) session.faults.report("no-validation", { technique }, span);
}

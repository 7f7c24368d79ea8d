import { greatest } from "./greatest.ts";
import type { Lint } from "./linted.ts";

/** L-15: a drop rate that looks like a probability of keeping. */
export const keepLikeRate: Lint = ({ model, policies, session }) => {
  const inputs = new Set(model.network.inputs.map(({ id }) => id));
  const reported = new Set<unknown>();
  for (const site of model.sites) {
    const span = policies.spans.get(site);
    if (span === undefined || reported.has(span) || site.options.rate === undefined) continue;
    const place = site.at.site === "activation" ? site.at.value : site.id.split("/")[0]!;
    const input = inputs.has(place);
    const rate = greatest(site.options.rate);
    if (rate < (input ? 0.5 : 0.8)) continue;
    reported.add(span);
    session.faults.report("keep-like-rate", { technique: site.technique, rate, place, input }, span);
  }
};

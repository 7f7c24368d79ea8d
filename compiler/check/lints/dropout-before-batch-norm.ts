import type { NodeElement } from "../network/element.ts";
import { hasBatchNorm, type Lint, readersOf } from "./linted.ts";

/** L-06: dropout anywhere before a batch norm in the same path shifts the variance it remembers. */
export const dropoutBeforeBatchNorm: Lint = (linted) => {
  const { model, index, policies, session } = linted;
  if (!hasBatchNorm(index.nodes)) return;
  const readers = readersOf(index);
  const reported = new Set<unknown>();
  // The nearest batch norm behind each value, found from the outputs upwards.
  const norm = new Map<string, string>();
  const nearest = (nodes: readonly NodeElement[]) => {
    const direct = nodes.find(({ type }) => type === "batch_norm");
    return direct?.node.id ?? nodes.map(({ node }) => norm.get(node.id)).find((id) => id !== undefined);
  };
  const norms = new Set(index.nodes.filter(({ type }) => type === "batch_norm").map(({ node }) => node.id));
  const inputs = index.network.draft.inputs.map(({ value }) => value.id);
  for (const id of [...index.nodes.map(({ node }) => node.id).toReversed(), ...inputs]) {
    const found = nearest(readers.get(id) ?? []);
    if (found !== undefined) norm.set(id, found);
  }
  for (const site of model.sites) {
    const span = policies.spans.get(site);
    if (site.technique !== "dropout" || span === undefined || reported.has(span)) continue;
    const { at } = site;
    const place = at.site === "activation" ? at.value : at.site === "before" ? at.node : undefined;
    if (place === undefined) continue;
    const behind = at.site === "before" && norms.has(place) ? place : norm.get(place);
    if (behind === undefined) continue;
    reported.add(span);
    session.faults.report("dropout-before-batch-norm", { place, norm: behind }, span);
  }
};

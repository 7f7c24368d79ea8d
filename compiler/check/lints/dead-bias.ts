import { type Lint, normalizedParameters } from "./linted.ts";

/** L-07: a bias right before a batch norm is cancelled by its mean (F-17). */
export const deadBias: Lint = (linted) => {
  const normalized = normalizedParameters(linted);
  const reported = new Set<string>();
  for (const { parameter, owners } of linted.index.parameters) {
    if (parameter.role !== "bias" || !normalized.has(parameter.id)) continue;
    const node = owners.find((owner) => owner.kind === "node");
    if (node === undefined) continue;
    // Copies of a block share their place in the text: say it once.
    const place = `${node.span.file} ${node.span.start}`;
    if (reported.has(place)) continue;
    reported.add(place);
    linted.session.faults.report("dead-bias", { parameters: [parameter.id], layer: node.type }, node.span);
  }
};

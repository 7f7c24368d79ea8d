import type { Model, Place } from "../ir/model.ts";
import type { Note } from "../passes/note.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { explainActing } from "./explain-parameter.ts";
import type { SiteExplanation } from "./explanation.ts";
import { siteOutcomes } from "./find-outcomes.ts";
import { targetValues } from "./target-values.ts";

export function explainSites(model: Model, notes: readonly Note[]): readonly SiteExplanation[] {
  const values = targetValues(model);
  return model.sites.map((site): SiteExplanation => {
    const { id, technique, options, at } = site;
    return {
      id,
      place: writePlace(model, at),
      ...explainActing(site),
      stream: definitionOf.technique(technique).effect.step === "noise" ? id : null,
      rate: typeof options.rate === "number" ? options.rate : null,
      targetValues: values.get(id) ?? null,
      compiled: siteOutcomes(model, site, notes),
    };
  });
}

/** `after hidden (dense)`, `before head (dense)`, `the input image`, `the target label`. */
export function writePlace(model: Model, at: Place): string {
  const layerOf = (id: string) => model.network.nodes.find((node) => node.id === id)?.layer;
  const named = (id: string) => {
    const layer = layerOf(id) ?? "";
    const own = id.split(".").at(-1)!.replace(/_\d+$/, "");
    return own === layer ? id : `${id} (${layer})`;
  };
  switch (at.site) {
    case "activation":
      return layerOf(at.value) === undefined ? `the input ${at.value}` : `after ${named(at.value)}`;
    case "before": {
      const count = model.network.nodes.find(({ id }) => id === at.node)?.inputs.length ?? 1;
      return `before ${named(at.node)}${count === 1 ? "" : `, input ${at.input + 1} of ${count}`}`;
    }
    case "target":
      return `the target ${model.loss.target}`;
    case "output":
      return `the output ${at.output}`;
    case "gradient":
      return "all gradients";
    case "update":
      return "the update";
    case "run":
      return "the run";
  }
}

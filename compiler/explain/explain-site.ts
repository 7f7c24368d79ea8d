import type { Place } from "../ir/model.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { explainActing } from "./explain-parameter.ts";
import type { SiteExplanation } from "./explanation.ts";
import { siteOutcomes } from "./find-outcomes.ts";
import type { ModelIndex } from "./model-index.ts";
import { targetValues } from "./target-values.ts";

export function explainSites(index: ModelIndex): readonly SiteExplanation[] {
  const { model } = index;
  const values = targetValues(model);
  return model.sites.map((site): SiteExplanation => {
    const { id, technique, options, at } = site;
    return {
      id,
      place: writePlace(index, at),
      ...explainActing(site),
      stream: definitionOf.technique(technique).effect.step === "noise" ? id : null,
      rate: typeof options.rate === "number" ? options.rate : null,
      targetValues: values.get(id) ?? null,
      compiled: siteOutcomes(index, site),
    };
  });
}

/** `after hidden (dense)`, `before head (dense)`, `the input image`, `the target label`. */
export function writePlace({ model, node }: ModelIndex, at: Place): string {
  const layerOf = (id: string) => node(id)?.layer;
  const named = (id: string) => {
    const layer = layerOf(id) ?? "";
    const own = id.split(".").at(-1)!.replace(/_\d+$/, "");
    return own === layer ? id : `${id} (${layer})`;
  };
  switch (at.site) {
    case "activation":
      return layerOf(at.value) === undefined ? `the input ${at.value}` : `after ${named(at.value)}`;
    case "before": {
      const count = node(at.node)?.inputs.length ?? 1;
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

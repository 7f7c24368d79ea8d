import { plain, type Style } from "../../../grammar/render.ts";
import type { Explanation } from "../explanation.ts";
import { renderNetwork, wrapDoc } from "./render-network.ts";
import { renderParameters } from "./render-parameters.ts";
import { renderSites } from "./render-sites.ts";
import { renderPasses, renderPlan, renderStages } from "./render-step.ts";
import { renderTraining } from "./render-training.ts";

/** An explanation as a text for a terminal of 100 columns; of chosen parameters, these alone. */
export function renderExplanation(explanation: Explanation, style: Style = plain): string {
  const { name, doc, only, network, training, parameters, order, passes, plan } = explanation;
  const sections =
    only === null
      ? [
          [style.strong(name), ...(doc === null ? [] : wrapDoc(doc).map((line) => `  ${line}`))],
          renderNetwork(network, style),
          renderTraining(training, style),
          renderParameters(parameters, style),
          renderSites(explanation, style),
          renderStages(order, style),
          renderPasses(passes, style),
          renderPlan(plan, style),
        ]
      : [renderParameters(parameters, style)];
  return sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

import { type Diagnostic, hasErrors } from "../../grammar/diagnostic.ts";
import type { Model } from "../ir/model.ts";
import { lowerStep } from "../lower-step.ts";
import type { BackendName } from "../plan/backend-name.ts";
import { choosableNames, chooseParameters } from "./choose-parameters.ts";
import { explainParameter } from "./explain-parameter.ts";
import { explainRemoved } from "./explain-removed.ts";
import { explainSites, writePlace } from "./explain-site.ts";
import { EXPLANATION_VERSION, type Explanation } from "./explanation.ts";
import { listStages } from "./list-stages.ts";
import { diagnoseExplain } from "./messages.ts";
import { indexModel } from "./model-index.ts";
import { summarizeNetwork } from "./summarize-network.ts";
import { summarizePasses } from "./summarize-passes.ts";
import { summarizePlan } from "./summarize-plan.ts";
import { summarizeTraining } from "./summarize-training.ts";

export interface ExplainOptions {
  /** Explain only the parameter of this id, or those whose ids begin with it: `head`, `head.kernel`. */
  readonly parameter?: string;
  /** Examples per step, in place of the model's. */
  readonly batch?: number;
  /** Examples in the training part; without it, lengths in epochs stay unknown. */
  readonly examples?: number;
}

export interface Explained {
  /** Null when `parameter` chooses nothing. */
  readonly explanation: Explanation | null;
  /** Also what the backend lacks, when it cannot run the training step. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the policy of a model does to every parameter and place, and what became of it in the training step. */
export function explain(model: Model, backend: BackendName, options: ExplainOptions = {}): Explained {
  const { parameters } = model.network;
  const { parameter: name, examples } = options;
  const chosen = name === undefined ? parameters : chooseParameters(parameters, name);
  if (name !== undefined && chosen.length === 0) {
    const unknown = diagnoseExplain("unknown-parameter", { name, known: choosableNames(parameters) }, null);
    return { explanation: null, diagnostics: [unknown] };
  }
  const batch = options.batch ?? model.run.batch;
  const stepsPerEpoch = examples === undefined ? null : Math.ceil(examples / batch);
  const { plan, notes, diagnostics } = lowerStep(model, "train", batch, backend);
  const index = indexModel(model, notes);
  const explanation: Explanation = {
    version: EXPLANATION_VERSION,
    name: model.name,
    doc: model.doc ?? null,
    only: name ?? null,
    network: summarizeNetwork(model),
    training: summarizeTraining(model, batch, stepsPerEpoch),
    parameters: chosen.map((parameter) => explainParameter(index, parameter, stepsPerEpoch)),
    sites: explainSites(index),
    removed: (model.removed ?? []).map((removed) => ({
      place: writePlace(index, removed.at),
      ...explainRemoved(removed),
    })),
    order: listStages(index, batch),
    passes: summarizePasses(model, notes),
    plan: plan === null || hasErrors(diagnostics) ? null : summarizePlan(plan, batch),
  };
  return { explanation, diagnostics };
}

import type { OptionSpecs } from "../definitions/option-spec.ts";
import type { Effect } from "../definitions/technique.ts";
import type { Applied, Model } from "../ir/model.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { writePlace } from "./explain-site.ts";
import type { Stage } from "./explanation.ts";
import type { ModelIndex } from "./model-index.ts";
import { writeClause, writtenOptions } from "./write-option.ts";

type StepName = Effect<OptionSpecs>["step"];

/** The training step in the normative order (0.5), with the stages alone that this model has. */
export function listStages(index: ModelIndex, batch: number): readonly Stage[] {
  const { model } = index;
  const coupled = onParameters(model, "coupled-decay");
  const decayed = onParameters(model, "decay");
  const statistics = model.network.parameters.some(({ role }) => role === "statistic");
  const stages: readonly (readonly [number, readonly string[]])[] = [
    [1, [`take ${count(batch, "example")} of ${model.data.name}`]],
    [3, atSites(index, "target")],
    [
      5,
      [
        "forward, in training mode",
        ...atSites(index, "noise"),
        ...(statistics ? ["moving statistics follow the batch's"] : []),
      ],
    ],
    [
      6,
      [
        `loss = ${writeLoss(model)}, mean over the batch`,
        ...onParameters(model, "penalty").map((text) => `+ ${text}`),
        ...atSites(index, "activity-penalty").map((text) => `+ ${text}`),
      ],
    ],
    [7, [`backward: the gradient of the whole loss by ${count(index.updated.size, "parameter")}`]],
    [8, atSites(index, "gradient")],
    [9, coupled.map((text) => `${text}: gradient += λ·w`)],
    [10, [`direction u of ${model.optimizer.name}`]],
    [
      11,
      decayed.length === 0
        ? ["step: w -= lr·u"]
        : ["decay and step, both from the old weight: w -= lr·λ·w + lr·u", ...decayed],
    ],
    [12, onParameters(model, "prox")],
    [13, onParameters(model, "projection").map((text) => `${text}, also once before the first step`)],
    [15, atSites(index, "average")],
    [16, ["count the step; schedules read the number of finished steps"]],
  ];
  return stages.flatMap(([number, texts]) =>
    texts.length === 0 ? [] : [{ number, text: texts.join("; ") }],
  );
}

export function writeLoss({ loss }: Model): string {
  const options = writtenOptions(definitionOf.loss(loss.name), loss.options);
  return `${loss.name}(${[loss.prediction, loss.target, ...options].join(", ")})`;
}

/** `decay 0.05 on 3 parameters`, each clause once. */
function onParameters({ network }: Model, step: StepName): readonly string[] {
  const all = network.parameters.flatMap(({ id, policy }) =>
    policy.filter((applied) => acts(applied, step)).map((applied) => ({ id, clause: clauseOf(applied) })),
  );
  return [...Map.groupBy(all, ({ clause }) => clause)].map(
    ([clause, on]) => `${clause} on ${on.length === 1 ? on[0]!.id : count(on.length, "parameter")}`,
  );
}

function atSites(index: ModelIndex, step: StepName): readonly string[] {
  const sites = index.model.sites.filter((site) => acts(site, step));
  return sites.map((site) => {
    const place = writePlace(index, site.at);
    return `${clauseOf(site)} ${/^(after|before) /.test(place) ? "" : "on "}${place}`;
  });
}

function acts({ technique }: Applied, step: StepName): boolean {
  return definitionOf.technique(technique).effect.step === step;
}

function clauseOf({ technique, options }: Applied): string {
  return writeClause(definitionOf.technique(technique), options);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

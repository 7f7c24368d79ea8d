import type { OptionSpecs } from "../definitions/option-spec.ts";
import type { Effect } from "../definitions/technique.ts";
import type { Applied, Model } from "../ir/model.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { updatedParameters } from "../synthesize/updated-parameters.ts";
import { writePlace } from "./explain-site.ts";
import type { Stage } from "./explanation.ts";
import { writeClause, writtenOptions } from "./write-option.ts";

type StepName = Effect<OptionSpecs>["step"];

/** The training step in the normative order (0.5), with the stages alone that this model has. */
export function listStages(model: Model, batch: number): readonly Stage[] {
  const moved = updatedParameters(model).length;
  const coupled = onParameters(model, "coupled-decay");
  const decayed = onParameters(model, "decay");
  const statistics = model.network.parameters.some(({ role }) => role === "statistic");
  const stages: readonly (readonly [number, readonly string[]])[] = [
    [1, [`take ${count(batch, "example")} of ${model.data.name}`]],
    [3, atSites(model, "target")],
    [
      5,
      [
        "forward, in training mode",
        ...atSites(model, "noise"),
        ...(statistics ? ["moving statistics follow the batch's"] : []),
      ],
    ],
    [
      6,
      [
        `loss = ${writeLoss(model)}, mean over the batch`,
        ...onParameters(model, "penalty").map((text) => `+ ${text}`),
        ...atSites(model, "activity-penalty").map((text) => `+ ${text}`),
      ],
    ],
    [7, [`backward: the gradient of the whole loss by ${count(moved, "parameter")}`]],
    [8, atSites(model, "gradient")],
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
  const reached = new Map<string, string[]>();
  for (const { id, policy } of network.parameters)
    for (const applied of policy)
      if (acts(applied, step))
        reached.set(clauseOf(applied), [...(reached.get(clauseOf(applied)) ?? []), id]);
  return [...reached].map(
    ([clause, ids]) => `${clause} on ${ids.length === 1 ? ids[0] : count(ids.length, "parameter")}`,
  );
}

function atSites(model: Model, step: StepName): readonly string[] {
  const sites = model.sites.filter((site) => acts(site, step));
  return sites.map((site) => {
    const place = writePlace(model, site.at);
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

import { checkedOptions } from "../definitions/option-spec.ts";
import type { Model } from "../ir/model.ts";
import type { Builder } from "../program/builder.ts";
import { demand } from "../program/error.ts";
import type { Value } from "../program/program.ts";
import { definitionOf } from "./definition-of.ts";
import { effectsOf } from "./effects.ts";

/**
 * The data loss, mean over the batch, and the terms of every metric as outputs `metric.<name>.<term>`. Target
 * techniques act in training only (0.5 step 3, 2.7), and metrics see the target as it was given.
 */
export function buildDataLoss(
  model: Model,
  builder: Builder,
  outputs: ReadonlyMap<string, Value>,
  training: boolean,
): Value {
  const loss = definitionOf.loss(model.loss.name);
  const options = checkedOptions(model.loss.options);
  const prediction = outputs.get(model.loss.prediction);
  demand(prediction !== undefined, "synthesize", () => `there is no output ${model.loss.prediction}`);
  const given = builder.input("batch", model.loss.target, loss.batchTarget(prediction, options));
  const target = builder.within("target", () => loss.expand(builder, given, prediction, options));

  const labels = given.dtype === "i32" ? given : null;
  for (const metric of model.run.metrics) {
    builder.within(`metric.${metric.name}`, () => {
      const context = { builder, prediction, target, labels, kind: loss.target };
      const terms = definitionOf
        .metric(metric.name)
        .terms({ ...context, options: checkedOptions(metric.options) });
      for (const [term, value] of Object.entries(terms))
        builder.output(`metric.${metric.name}.${term}`, value);
    });
  }
  const meant = training ? transformTarget(model, builder, target) : target;
  return builder.within("loss", () =>
    builder.mean(loss.value({ builder, prediction, target: meant, options })),
  );
}

function transformTarget(model: Model, builder: Builder, given: Value): Value {
  const kind = definitionOf.loss(model.loss.name).target;
  const sites = model.sites.filter(({ at }) => at.site === "target");
  return effectsOf(sites, "target").reduce((target, { applied, effect, options }) => {
    demand(kind !== "numeric", "synthesize", () => `${applied.technique} needs a target of classes`);
    return builder.within(applied.id, () => effect.apply({ builder, target, kind, options }));
  }, given);
}

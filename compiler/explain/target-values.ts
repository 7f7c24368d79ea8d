import type { Model } from "../ir/model.ts";
import { Builder } from "../program/builder.ts";
import { inputKey, interpret } from "../program/interpret.ts";
import { definitionOf } from "../synthesize/definition-of.ts";
import { effectsOf } from "../synthesize/effects.ts";
import type { SiteExplanation } from "./explanation.ts";

type TargetValues = NonNullable<SiteExplanation["targetValues"]>;

/**
 * What a certain target holds behind each target technique, by the site's id: measured by handing the definitions a
 * one-hot row, or a yes and a no.
 */
export function targetValues(model: Model): ReadonlyMap<string, TargetValues> {
  const kind = definitionOf.loss(model.loss.name).target;
  const sites = effectsOf(
    model.sites.filter(({ at }) => at.site === "target"),
    "target",
  );
  if (kind === "numeric" || sites.length === 0) return new Map();
  const classes = kind === "binary" ? 2 : classesOf(model);
  // Rows of one class, or two answers of one question.
  const shape = kind === "binary" ? [2, 1] : [1, classes];
  const builder = new Builder("targets");
  let target = builder.input("batch", "target", { shape, dtype: "f32" });
  for (const { applied, effect, options } of sites) {
    target = effect.apply({ builder, target, kind, options });
    builder.output(applied.id, target);
  }
  const data = Float64Array.from({ length: kind === "binary" ? 2 : classes }, (_, i) => (i === 0 ? 1 : 0));
  const inputs = new Map([
    [inputKey({ kind: "batch", name: "target" }), { shape, dtype: "f32" as const, data }],
  ]);
  const { outputs } = interpret(builder.finish(), inputs, { step: 0, seed: 0, evaluateSchedule: () => 0 });
  return new Map(
    sites.map(({ applied: { id } }) => {
      const [on, off] = outputs.get(id)!.data;
      return [id, { on: on!, off: off!, classes }];
    }),
  );
}

function classesOf({ network, loss }: Model): number {
  const value = network.outputs.find(({ name }) => name === loss.prediction)!.value;
  const shape = [...network.inputs, ...network.nodes].find(({ id }) => id === value)!.shape;
  return shape.at(-1)!;
}

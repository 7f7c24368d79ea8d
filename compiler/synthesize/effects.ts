import { type CheckedOptions, checkedOptions, type OptionSpecs } from "../definitions/option-spec.ts";
import type { Effect } from "../definitions/technique.ts";
import type { Applied } from "../ir/model.ts";
import { definitionOf } from "./definition-of.ts";

type StepName = Effect<OptionSpecs>["step"];
/** Prox and projection are one kind of effect with two steps, so membership is what counts. */
type EffectOf<K extends StepName, E = Effect<OptionSpecs>> = E extends { readonly step: infer S }
  ? K extends S
    ? E
    : never
  : never;

export interface ActiveEffect<A extends Applied, K extends StepName> {
  readonly applied: A;
  readonly effect: EffectOf<K>;
  readonly options: CheckedOptions;
}

/** The techniques among these that act in the given step of 0.5, in the order in which they are listed. */
export function effectsOf<A extends Applied, K extends StepName>(
  applied: readonly A[],
  step: K,
): readonly ActiveEffect<A, K>[] {
  const active: ActiveEffect<A, K>[] = [];
  for (const one of applied) {
    const { effect } = definitionOf.technique(one.technique);
    if (acts(effect, step)) active.push({ applied: one, effect, options: checkedOptions(one.options) });
  }
  return active;
}

function acts<K extends StepName>(effect: Effect<OptionSpecs>, step: K): effect is EffectOf<K> {
  return effect.step === step;
}

import type { Transform } from "../definitions/optimizer.ts";
import { checkedOptions } from "../definitions/option-spec.ts";
import type { Model, Parameter } from "../ir/model.ts";
import { definitionOf } from "./definition-of.ts";
import { updatedParameters } from "./updated-parameters.ts";

/** A tensor that the optimizer keeps for a parameter between steps. */
export interface Slot {
  /** `<optimizer>.<slot>/<parameter>`: keyed by the parameter's id and never by its position (T8). */
  readonly name: string;
  readonly shape: readonly number[];
  /** Every cell before the first step. */
  readonly initial: number;
}

export function optimizerChain({ optimizer }: Model): readonly Transform[] {
  return definitionOf.optimizer(optimizer.name).chain(checkedOptions(optimizer.options));
}

export function slotName({ optimizer }: Model, slot: string, { id }: Parameter): string {
  return `${optimizer.name}.${slot}/${id}`;
}

/** All slots of a model, for allocation and checkpoints. */
export function optimizerSlots(model: Model): readonly Slot[] {
  const requests = optimizerChain(model).flatMap(({ slots }) => slots);
  return updatedParameters(model).flatMap((parameter) =>
    requests.map(({ name, initial }) => ({
      name: slotName(model, name, parameter),
      shape: parameter.shape,
      initial,
    })),
  );
}

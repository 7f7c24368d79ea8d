import type { Model } from "../../ir/model.ts";
import { definitionOf } from "../../synthesize/definition-of.ts";

/** Whether the optimizer divides by a running scale of the gradient: a penalty under it is not weight decay (N-02). */
export function isAdaptive({ optimizer }: Model): boolean {
  return definitionOf.optimizer(optimizer.name).adaptive;
}

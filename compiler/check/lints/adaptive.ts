import type { Model } from "../../ir/model.ts";

const adaptive: ReadonlySet<string> = new Set(["adadelta", "adagrad", "adam", "adamw", "rmsprop"]);

/** Whether the optimizer divides the gradient by a running scale of it, and all that was added to the gradient. */
export function isAdaptive({ optimizer }: Model): boolean {
  return adaptive.has(optimizer.name);
}

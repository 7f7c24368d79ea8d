import type { Span } from "../../../grammar/source.ts";
import type { OptimizerDefinition } from "../../definitions/optimizer.ts";
import { optimizers } from "../../definitions/optimizers/index.ts";
import { checkedOptions } from "../../definitions/option-spec.ts";
import type { Optimizer } from "../../ir/model.ts";
import type { Session } from "../session.ts";
import { type Candidate, optimizerOrder } from "./cascade.ts";
import type { ElementIndex } from "./element-index.ts";
import { parameterTarget } from "./make-target.ts";
import { propertyOf } from "./techniques.ts";

const definitions: Readonly<Record<string, OptimizerDefinition>> = optimizers;

/** The rules that choosing an optimizer brings, such as the decay of `adamw`: the weakest of all. */
export function optimizerCandidates(
  { name, options }: Optimizer,
  span: Span,
  index: ElementIndex,
  session: Session,
): readonly Candidate[] {
  const rules = definitions[name]?.rules?.(checkedOptions(options)) ?? [];
  return rules.flatMap(({ selector, technique, options: settings }) =>
    index.parameters
      .filter(({ type, parameter }) => parameter.trainable && (selector === "*" || selector === type))
      .map((parameter) => ({
        target: parameterTarget(parameter, null, index),
        property: propertyOf(technique),
        technique,
        options: settings,
        rule: { policy: name, selector, origin: session.origin({ span }) },
        specificity: { names: 0, conditions: 0, kinds: 0 },
        order: optimizerOrder,
        span,
      })),
  );
}

import type { Parameter } from "../../ir/model.ts";
import { normal, streamKey, uniform } from "../../random.ts";
import type { InitializerDefinition } from "../initializer.ts";
import { checkedOptions } from "../option-spec.ts";
import { initializers } from "./index.ts";

const definitions: Readonly<Record<string, InitializerDefinition>> = initializers;

/**
 * The first values of a parameter, row-major. They are drawn from a stream of the parameter's own (0.7), so adding
 * or removing another parameter changes nothing here.
 * @param runSeed 0 to 2^32 - 1
 * @throws RangeError when the initializer has no definition: the model was not validated
 */
export function initialize(parameter: Parameter, runSeed: number): Float32Array {
  const { name, options, fanIn, fanOut } = parameter.initializer;
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) throw new RangeError(`there is no initializer ${name}`);
  const [k0, k1] = streamKey(runSeed, `initialize/${parameter.id}`, 0);
  return definition.values({
    options: checkedOptions(options),
    shape: parameter.shape,
    fanIn,
    fanOut,
    draws: { uniform: (counter) => uniform(k0, k1, counter), normal: (counter) => normal(k0, k1, counter) },
  });
}

import type { Argument, Call, Path } from "../../../grammar/syntax.ts";
import type { LayerDefinition } from "../../definitions/layer.ts";
import type { Tensor } from "./element.ts";
import { evaluateTensor, flows } from "./evaluate-tensor.ts";
import type { Site } from "./frame.ts";

/** What is piped into a stage; the value is undefined when it is in error. Null where nothing is piped in. */
export type Piped = { readonly value: Tensor | undefined } | null;

export interface Taken {
  readonly flowing: readonly (Tensor | undefined)[];
  /** The arguments that are left: options. */
  readonly rest: readonly Argument[];
}

/** Splits arguments into what flows in and options: a layer of n inputs takes the first n, the piped one counted. */
export function takeInputs(
  count: number | "many",
  given: readonly Argument[],
  piped: Piped,
  site: Site,
): Taken {
  const wanted = count === "many" ? given.length : count - (piped === null ? 0 : 1);
  let taken = 0;
  while (taken < wanted && taken < given.length && given[taken]!.name === undefined) {
    if (count === "many" && !flows(given[taken]!.value, site)) break;
    taken++;
  }
  const others = given.slice(0, taken).map(({ value }) => evaluateTensor(value, site));
  return { flowing: piped === null ? others : [piped.value, ...others], rest: given.slice(taken) };
}

/** The inputs of a layer, when there are as many as it takes and none is in error. */
export function countInputs(
  { inputs: count, name }: LayerDefinition,
  flowing: readonly (Tensor | undefined)[],
  callee: Path | Call,
  site: Site,
): readonly Tensor[] | undefined {
  const given = flowing.length;
  if (count === "many" ? given < 2 : given !== count) {
    const expected = count === "many" ? "at least two inputs" : count === 1 ? "one input" : `${count} inputs`;
    const slots = { layer: name, expected, given };
    return site.frame.draft.session.faults.report("wrong-input-count", slots, callee.span);
  }
  const known = flowing.filter((tensor) => tensor !== undefined);
  return known.length === given ? known : undefined;
}

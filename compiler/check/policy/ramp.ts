import type { Argument } from "../../../grammar/syntax.ts";
import type { Definition } from "../../definitions/definition.ts";
import type { Options, OptionValue } from "../../ir/model.ts";

/**
 * `linear(a, b)` for an option that is a plain number is a ramp over the places a rule selects, in the order of
 * the network: a at the first, b at the last, as stochastic depth wants it (Huang 2016). For an option that
 * takes a schedule it is the schedule of that name. Gives the arguments at both ends, or null without a ramp.
 */
export function rampEnds(
  definition: Definition,
  given: readonly Argument[],
): { readonly first: readonly Argument[]; readonly last: readonly Argument[] } | null {
  let ramps = false;
  const at = (end: 0 | 1): readonly Argument[] =>
    given.map((argument, position) => {
      const name = argument.name?.text ?? definition.positional[position];
      const spec = name === undefined ? undefined : definition.options[name];
      const { value } = argument;
      const isRamp =
        spec?.type === "number" &&
        value.kind === "call" &&
        value.callee.parts.map(({ text }) => text).join(".") === "linear" &&
        value.arguments.length === 2;
      if (!isRamp) return argument;
      ramps = true;
      return { ...argument, value: value.arguments[end]!.value };
    });
  const first = at(0);
  return ramps ? { first, last: at(1) } : null;
}

/** The options at one of the selected places; `share` runs from 0 at the first to 1 at the last. */
export function rampAt(first: Options, last: Options, share: number): Options {
  const between = (a: OptionValue, b: OptionValue | undefined): OptionValue =>
    typeof a === "number" && typeof b === "number" ? a * (1 - share) + b * share : a;
  return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, between(value, last[name])]));
}

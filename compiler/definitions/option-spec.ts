/**
 * How a definition declares its options: once, typed, with ranges and words. The TypeScript type of the options,
 * the checks of the checker, the JSON Schema, the reference pages and completion all derive from it.
 */

import type { Initializer, Options } from "../ir/model.ts";
import type { Duration, Schedule } from "../ir/schedule.ts";

interface Described {
  readonly doc: string;
}
interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The bound itself is not allowed. */
  readonly above?: number;
  readonly below?: number;
}

/** A spec without `default` is required. `default: null` makes it optional. */
export type OptionSpec =
  | (Described & Range & { readonly type: "number"; readonly default?: number | null })
  | (Described & Range & { readonly type: "integer"; readonly default?: number | null })
  | (Described & { readonly type: "boolean"; readonly default?: boolean })
  | (Described & { readonly type: "choice"; readonly choices: readonly string[]; readonly default?: string })
  /** One integer for both dimensions, or two: `3` or `[3, 5]`; held as `[height, width]`. */
  | (Described & Range & { readonly type: "pair"; readonly default?: readonly [number, number] | null })
  | (Described & Range & { readonly type: "integers"; readonly default?: readonly number[] | null })
  | (Described & Range & { readonly type: "numbers"; readonly default?: readonly number[] | null })
  | (Described & { readonly type: "words"; readonly default?: readonly string[] | null })
  | (Described & { readonly type: "text"; readonly default?: string | null })
  /** A dotted name, held as text: `val.loss`. */
  | (Described & { readonly type: "name"; readonly default?: string | null })
  /** A number or a schedule; every number it takes must lie in the range. */
  | (Described & Range & { readonly type: "schedule"; readonly default?: number | null })
  | (Described & Range & { readonly type: "duration"; readonly default?: Duration | null })
  /** The name of an initializer, or a call of one; fans are filled in by the layer. */
  | (Described & { readonly type: "initializer"; readonly default?: string });

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Present<S extends OptionSpec> = S extends { type: "number" | "integer" }
  ? number
  : S extends { type: "boolean" }
    ? boolean
    : S extends { type: "choice"; choices: readonly (infer C)[] }
      ? C
      : S extends { type: "pair" }
        ? readonly [number, number]
        : S extends { type: "integers" | "numbers" }
          ? readonly number[]
          : S extends { type: "words" }
            ? readonly string[]
            : S extends { type: "text" | "name" }
              ? string
              : S extends { type: "schedule" }
                ? Schedule
                : S extends { type: "duration" }
                  ? Duration
                  : S extends { type: "initializer" }
                    ? Pick<Initializer, "name" | "options">
                    : never;

/** The checked options as the IR holds them, typed by their specs. */
export type OptionsOf<S extends OptionSpecs> = {
  readonly [K in keyof S]: S[K] extends { default: null } ? Present<S[K]> | null : Present<S[K]>;
};

/** Options of any definition, once checked: what the functions of a registry's definitions take. */
export type CheckedOptions = OptionsOf<OptionSpecs>;

/** The options of a model as its definitions take them. The model was validated when it was made or read. */
export function checkedOptions(options: Options | Schedule["options"]): CheckedOptions {
  return options as unknown as CheckedOptions;
}

/** What every definition says of itself, whatever it defines. */
import type { OptionSpecs, OptionsOf } from "./option-spec.ts";

export interface Definition<S extends OptionSpecs = OptionSpecs> {
  /** Snake case; the name in the IR. */
  readonly name: string;
  /** How it is written in a spec when that differs from the name: `clip global_norm`, `prox l1`. */
  readonly spelling?: string;
  /** One or two sentences; shown in the reference, in hovers and by `explain`. */
  readonly doc: string;
  /** The formula and where it comes from: rule numbers, paper. */
  readonly source: string;
  readonly options: S;
  /** Options that may be given without their names, in this order. */
  readonly positional: readonly (keyof S & string)[];
  /** What no single option's range can say: words on why these options do not go together, or null. */
  readonly refuses?: (options: OptionsOf<S>) => string | null;
}

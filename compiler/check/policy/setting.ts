import type { Span } from "../../../grammar/source.ts";
import type { SiteName } from "../../definitions/technique.ts";
import type { Options } from "../../ir/model.ts";

/** What one clause of a rule says of one property. */
export interface Setting {
  /** What the cascade decides: `decay`, `clip`, `dropout`. */
  readonly property: string;
  /** As the spec writes it: `clip global_norm`. */
  readonly spelling: string;
  readonly sites: ReadonlySet<SiteName>;
  /** A name of a technique; null takes the property away. */
  readonly technique: string | null;
  readonly options: Options;
  /** The options at the last of the places that a rule selects, when they differ: `drop_path linear(0, 0.5)`. */
  readonly last?: Options;
  readonly span: Span;
}

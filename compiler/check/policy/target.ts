import type { SiteName } from "../../definitions/technique.ts";
import type { Place } from "../../ir/model.ts";
import type { GroupElement, NodeElement, ParameterElement } from "../network/element.ts";

/** One thing that a rule reaches: a parameter, or a place elsewhere. */
export type Target = {
  /** Unique among all targets of a network. */
  readonly key: string;
  /** Techniques of these sites are legal here. */
  readonly sites: readonly SiteName[];
} & (
  | {
      readonly kind: "parameter";
      readonly parameter: ParameterElement;
      readonly owner: GroupElement | NodeElement | null;
    }
  | { readonly kind: "place"; readonly place: Place; readonly shape: readonly number[] | null }
);

/** How strongly a selector speaks: compared left to right, as in style sheets. */
export interface Specificity {
  readonly names: number;
  /** Predicates and place words. */
  readonly conditions: number;
  /** Roles and kinds. */
  readonly kinds: number;
}

/** A target with the strength of the selector that reached it. */
export interface Selected {
  readonly target: Target;
  readonly specificity: Specificity;
}

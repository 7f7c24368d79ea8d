import type { Definition } from "./definition.ts";
import type { OptionSpecs } from "./option-spec.ts";

/** What a column or field holds before it is transformed; `missing` is any column's absent cells. */
export type ColumnKind = "numeric" | "category" | "missing" | "label" | "image";

/**
 * What is done to a field's raw values before training. Only declared here: the loader implements it, fitting
 * statistics on the training part alone so that nothing of validation and test leaks into them.
 */
export interface TransformDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  readonly kinds: readonly ColumnKind[];
  /** Whether it has statistics that are fitted on the training part. */
  readonly fitted: boolean;
}

export function defineTransform<const S extends OptionSpecs>(
  definition: TransformDefinition<S>,
): TransformDefinition {
  return definition as unknown as TransformDefinition;
}

import type { Definition } from "./definition.ts";
import type { OptionSpecs } from "./option-spec.ts";
import type { ColumnKind } from "./transform.ts";

/** A field that a source makes by itself, with its raw kind. */
export interface SourceField {
  readonly name: string;
  readonly role: "features" | "target";
  readonly kind: ColumnKind;
}

/** Where examples come from. Only declared here: the runtime reads files and draws points. */
export interface DataSourceDefinition<S extends OptionSpecs = OptionSpecs> extends Definition<S> {
  /**
   * The fields it makes; or what the spec makes fields of: columns of a table (`features x: [a, b]`), or whole
   * arrays, each of the field's name.
   */
  readonly fields: readonly SourceField[] | "columns" | "arrays";
  /** True when it brings a test part of its own, so that `split` shares out the training part only. */
  readonly ownTest: boolean;
}

export function defineDataSource<const S extends OptionSpecs>(
  definition: DataSourceDefinition<S>,
): DataSourceDefinition {
  return definition as unknown as DataSourceDefinition;
}

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
  /** The fields it makes; null when the spec makes fields of its columns (`features x: [a, b]`). */
  readonly fields: readonly SourceField[] | null;
  /** True when it brings a test part of its own, so that `split` shares out the training part only. */
  readonly ownTest: boolean;
}

export function defineDataSource<const S extends OptionSpecs>(
  definition: DataSourceDefinition<S>,
): DataSourceDefinition {
  return definition as unknown as DataSourceDefinition;
}

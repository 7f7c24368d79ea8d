import type { DataDeclaration } from "../../../grammar/syntax.ts";
import type { LoadedField } from "../../ir/model.ts";

/** The fields of the data that a network is trained on. */
export interface DataFields {
  /** As written: the declaration's name, or the source's. */
  readonly name: string;
  /** Null for data written into the train block. */
  readonly declaration: DataDeclaration | null;
  /** Null when they are not known: the data is in error or was not loaded. */
  readonly types: ReadonlyMap<string, LoadedField> | null;
  /** Those that a network learns to predict, which none may read. */
  readonly targets: ReadonlySet<string>;
}

/** For networks that are checked without a train block. */
export const noData: DataFields = { name: "", declaration: null, types: null, targets: new Set() };

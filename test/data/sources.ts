import type { DataSource, Field } from "../../compiler/ir/model.ts";
import { loadDataset } from "../../runtime/data/load-dataset.ts";
import { suppliedFiles } from "../../runtime/data/supplied-files.ts";
import { text } from "./bytes.ts";

type Transform = string | Field["transforms"][number];

export function field(
  name: string,
  role: Field["role"],
  columns: readonly string[],
  ...transforms: readonly Transform[]
): Field {
  return {
    name,
    role,
    columns,
    transforms: transforms.map((one) => (typeof one === "string" ? { name: one, options: {} } : one)),
  };
}

export function source(
  kind: string,
  options: DataSource["options"],
  fields: readonly Field[],
  split: DataSource["split"] = { train: 1, validation: 0, test: 0 },
): DataSource {
  return { name: "data", source: kind, options, split, fields };
}

/** Loads a table from its text, in the file `t.csv`. */
export function loadText(
  content: string,
  fields: readonly Field[],
  options: DataSource["options"] = {},
  split?: DataSource["split"],
) {
  const environment = { files: suppliedFiles({ "t.csv": text(content) }) };
  return loadDataset(source("csv", { path: "t.csv", ...options }, fields, split), environment);
}

/** The codes of diagnostics, for comparison. */
export function codes({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly code: string }[];
}): string[] {
  return diagnostics.map(({ code }) => code);
}

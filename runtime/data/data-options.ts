import type { DataSource } from "../../compiler/ir/model.ts";
import { MISSING } from "./cells.ts";
import type { TableFormat } from "./parse-table.ts";

type WithOptions = Pick<DataSource, "options">;

/** The cells that mean a missing value. */
export function missingSigns({ options }: WithOptions): ReadonlySet<string> {
  return new Set(words(options.missing) ?? MISSING);
}

/** The seed of the split and of synthetic points; 0 unless the source says otherwise (see `splitRows`). */
export function dataSeed({ options }: WithOptions): number {
  return Number(options.seed ?? 0);
}

export function tableFormat({ options }: WithOptions): TableFormat {
  return {
    header: options.header !== false,
    columns: words(options.columns),
    skip: Number(options.skip ?? 0),
    delimiter: String(options.delimiter ?? ","),
    comment: typeof options.comment === "string" ? options.comment : null,
    quote: String(options.quote ?? '"'),
  };
}

function words(option: DataSource["options"][string] | undefined): readonly string[] | null {
  return Array.isArray(option) ? option.map(String) : null;
}

import type { DataSource } from "../../compiler/ir/model.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFiles } from "./data-files.ts";
import { tableFormat } from "./data-options.ts";
import { loadIdx } from "./load-idx.ts";
import { loadMemory, type MemoryField } from "./load-memory.ts";
import { parseTable, type TableFormat } from "./parse-table.ts";
import type { RawSource } from "./raw-source.ts";
import { readDataFile } from "./read-data-file.ts";
import { makeSpirals } from "./spirals.ts";

/** What a source may read: files under names, and the arrays that a program holds. */
export interface DataEnvironment {
  readonly files: DataFiles;
  readonly memory?: Readonly<Record<string, MemoryField>>;
}

/** Reads a source's examples as they are. Throws `RangeError` for a source that has no definition. */
export async function readSource(
  source: Pick<DataSource, "source" | "options">,
  environment: DataEnvironment,
): Promise<Outcome<RawSource>> {
  const { options } = source;
  switch (source.source) {
    case "idx":
      return loadIdx(environment.files, String(options.path));
    case "csv":
      return loadTable(environment.files, String(options.path), tableFormat(source));
    case "spirals":
      return success(
        makeSpirals({
          examples: Number(options.examples),
          arms: Number(options.arms),
          noise: Number(options.noise),
          noisyLabels: Number(options.noisy_labels),
          seed: Number(options.seed),
        }),
      );
    case "memory":
      return loadMemory(environment.memory ?? {});
    default:
      throw new RangeError(`there is no data source ${source.source}`);
  }
}

async function loadTable(files: DataFiles, path: string, format: TableFormat): Promise<Outcome<RawSource>> {
  const file = await readDataFile(files, path);
  if (file.value === null) return file;
  const table = parseTable(file.value, format);
  if (table.value === null) return failure(...table.diagnostics);
  return success({
    main: { kind: "table", count: table.value.lines.length, table: table.value },
    test: null,
  });
}

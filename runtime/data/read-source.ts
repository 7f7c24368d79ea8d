import type { DataSourceName } from "../../compiler/definitions/data-sources/index.ts";
import type { DataSource } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFiles } from "./data-files.ts";
import { tableFormat } from "./data-options.ts";
import { loadIdx } from "./load-idx.ts";
import { loadMemory, type MemoryField } from "./load-memory.ts";
import { loadText } from "./load-text.ts";
import { parseTable } from "./parse-table.ts";
import type { RawSource } from "./raw-source.ts";
import { readDataFile } from "./read-data-file.ts";
import { makeSpirals } from "./spirals.ts";

/** What a source may read: files under names, and the arrays that a program holds. */
export interface DataEnvironment {
  readonly files: DataFiles;
  readonly memory?: Readonly<Record<string, MemoryField>>;
}

type SourceOptions = Pick<DataSource, "options">;
type ReadSource = (source: SourceOptions, environment: DataEnvironment) => Promise<Outcome<RawSource>>;

const readers: { readonly [K in DataSourceName]: ReadSource } = {
  idx: ({ options }, { files }) => loadIdx(files, String(options.path)),
  csv: readTable,
  spirals: async ({ options }) =>
    success(
      makeSpirals({
        examples: Number(options.examples),
        arms: Number(options.arms),
        noise: Number(options.noise),
        noisyLabels: Number(options.noisy_labels),
        seed: Number(options.seed),
      }),
    ),
  text: (source, { files }) => loadText(files, String(source.options.path), source),
  memory: async (_, { memory }) =>
    memory === undefined ? failure(diagnose("memory-not-given", {}, null)) : loadMemory(memory),
};

/** Reads a source's examples as they are. The model was validated, so its source has a reader. */
export function readSource(
  source: Pick<DataSource, "source" | "options">,
  environment: DataEnvironment,
): Promise<Outcome<RawSource>> {
  return readers[source.source as DataSourceName](source, environment);
}

async function readTable(source: SourceOptions, { files }: DataEnvironment): Promise<Outcome<RawSource>> {
  const file = await readDataFile(files, String(source.options.path));
  if (file.value === null) return file;
  const table = parseTable(file.value, tableFormat(source));
  if (table.value === null) return failure(...table.diagnostics);
  return success({
    main: { kind: "table", count: table.value.lines.length, table: table.value },
    test: null,
  });
}

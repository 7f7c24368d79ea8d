/** Every data source, by name. */
import type { DataSourceDefinition } from "../data-source.ts";
import { csv } from "./csv.ts";
import { idx } from "./idx.ts";
import { memory } from "./memory.ts";
import { spirals } from "./spirals.ts";
import { text } from "./text.ts";

export const dataSources = { csv, idx, memory, spirals, text } satisfies Record<string, DataSourceDefinition>;

export type DataSourceName = keyof typeof dataSources;

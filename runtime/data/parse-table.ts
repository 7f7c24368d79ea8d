// The build for browsers runs in Node as well; the other one imports Node's streams.
import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFile } from "./read-data-file.ts";

/** How a text file is a table. */
export interface TableFormat {
  /** Whether the first row names the columns. */
  readonly header: boolean;
  /** Names of the columns, in place of a header's or where there is none; null: the header's, else `c1`, `c2`, … */
  readonly columns: readonly string[] | null;
  /** Lines to leave out before the header or the first row. */
  readonly skip: number;
  readonly delimiter: string;
  /** The sign that starts a comment line; null: there are none. */
  readonly comment: string | null;
  readonly quote: string;
}

/** Text cells, column by column. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** `cells[column][row]`, without surrounding blanks. */
  readonly cells: readonly (readonly string[])[];
  /** The line of the file where each row ends, counted from 1. */
  readonly lines: readonly number[];
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Reads a table whole. Blank lines are left out; every other row must have as many fields as there are columns. */
export function parseTable(file: DataFile, format: TableFormat): Outcome<Table> {
  const { name } = file;
  const parsed = parseRows(file, format);
  if (parsed.value === null) return parsed;
  const rows = [...parsed.value];
  const header = format.header ? rows.shift()?.record : undefined;
  const first = rows[0];
  if (first === undefined) return failure(diagnose("table-empty", { name }, null));
  const width = header?.length ?? first.record.length;
  const columns = format.columns ?? header ?? Array.from({ length: width }, (_, index) => `c${index + 1}`);
  if (columns.length !== width) {
    return failure(diagnose("table-column-count", { name, given: columns.length, found: width }, null));
  }
  const repeated = columns.findIndex((column, index) => columns.indexOf(column) !== index);
  if (repeated !== -1) {
    const column = columns[repeated]!;
    const slots = { name, column, first: columns.indexOf(column) + 1, second: repeated + 1 };
    return failure(diagnose("table-duplicate-column", slots, null));
  }
  const ragged = rows.find((row) => row.record.length !== width);
  if (ragged !== undefined) {
    const slots = { name, line: ragged.info.lines, expected: width, found: ragged.record.length };
    return failure(diagnose("table-ragged-row", slots, null));
  }
  return success({
    name,
    columns,
    cells: columns.map((_, column) => rows.map((row) => row.record[column]!)),
    lines: rows.map((row) => row.info.lines),
  });
}

function parseRows({ name, bytes }: DataFile, format: TableFormat): Outcome<readonly ParsedRow[]> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const slots = { name, line: firstBadLine(bytes), reason: "the file is not text in UTF-8" };
    return failure(diagnose("table-malformed", slots, null));
  }
  try {
    const rows: unknown = parse(text, {
      comment: format.comment,
      comment_no_infix: true,
      delimiter: format.delimiter,
      from_line: format.skip + 1,
      info: true,
      quote: format.quote,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return success(rows as readonly ParsedRow[]);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? error.lines : 1;
    const reason = reasons[error.code] ?? error.message;
    return failure(diagnose("table-malformed", { name, line, reason }, null));
  }
}

/** No other sign of UTF-8 holds the byte of a newline, so lines can be tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let line = 1, start = 0; ; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    try {
      decoder.decode(bytes.subarray(start, newline === -1 ? bytes.length : newline));
    } catch {
      return line;
    }
    if (newline === -1) return line;
    start = newline + 1;
  }
}

const NEWLINE = 0x0a;

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
  INVALID_OPENING_QUOTE: "a quote stands inside a field that does not start with one",
  CSV_INVALID_CLOSING_QUOTE: "a closing quote is followed by other text",
};

import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFiles, Reading } from "./data-files.ts";
import { gunzip, isGzip } from "./gunzip.ts";

/** 2 GiB: more than any data set that trains from memory in reasonable time. */
export const LARGEST_FILE = 2 ** 31;

/** A data file's bytes, unpacked when it is a gzip file. */
export interface DataFile {
  /** As found: `name` or `name.gz`. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads the file of this name or, where there is none, of this name with `.gz` appended. */
export async function readDataFile(
  files: DataFiles,
  name: string,
  limit = LARGEST_FILE,
): Promise<Outcome<DataFile>> {
  let found = name;
  let reading: Reading = await files.read(name);
  if (reading.kind === "missing" && !name.endsWith(".gz")) {
    found = `${name}.gz`;
    const looked = reading.looked;
    reading = await files.read(found);
    if (reading.kind === "missing") reading = { kind: "missing", looked: [...looked, ...reading.looked] };
  }
  if (reading.kind !== "file") return failure(faultOf(found, name, reading));
  if (reading.bytes.length > limit)
    return failure(diagnose("data-file-too-large", { name: found, limit }, null));
  if (!isGzip(reading.bytes)) return success({ name: found, bytes: reading.bytes });
  const unpacked = await gunzip(reading.bytes, limit);
  switch (unpacked.kind) {
    case "bytes":
      return success({ name: found, bytes: unpacked.bytes });
    case "damaged":
      return failure(diagnose("gzip-damaged", { name: found, reason: unpacked.reason }, null));
    case "too-large":
      return failure(diagnose("data-file-too-large", { name: found, limit }, null));
  }
}

function faultOf(found: string, asked: string, reading: Exclude<Reading, { kind: "file" }>) {
  switch (reading.kind) {
    case "missing":
      return diagnose("data-file-missing", { name: asked, looked: reading.looked }, null);
    case "outside":
      return diagnose(
        "data-file-outside",
        { name: found, path: reading.path, folders: reading.folders },
        null,
      );
    case "unreadable":
      return diagnose("data-file-unreadable", { name: found, reason: reading.reason }, null);
  }
}

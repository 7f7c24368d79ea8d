import type { DataSource } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFiles } from "./data-files.ts";
import type { RawSource } from "./raw-source.ts";
import { type DataFile, LARGEST_FILE, readDataFile } from "./read-data-file.ts";

interface Windows {
  /** Characters of a window. */
  readonly length: number;
  /** Characters from the beginning of a window to that of the next. */
  readonly stride: number;
}

/**
 * Reads a text as windows of code points.
 *
 * @param ahead characters behind a window that its example needs as well: 1 where the target is the next one
 */
export async function loadText(
  files: DataFiles,
  path: string,
  { options }: Pick<DataSource, "options">,
  ahead: 0 | 1,
): Promise<Outcome<RawSource>> {
  const file = await readDataFile(files, path);
  if (file.value === null) return file;
  const codes = decode(file.value);
  if (codes.value === null) return codes;
  const { name } = file.value;
  const windows = windowsOf(options);
  const { length, stride } = windows;
  const needed = length + ahead;
  const found = codes.value.length;
  if (found < needed) return failure(diagnose("text-too-short", { name, found, needed }, null));
  const count = Math.floor((found - needed) / stride) + 1;
  if (count * length > LARGEST_FILE) {
    return failure(diagnose("text-windows-too-large", { name, count, ...windows }, null));
  }
  return success({
    main: { kind: "text", name, count, codes: codes.value, ...windows },
    test: null,
    // Window i and a later window j have characters in common while (j - i) * stride < needed.
    reach: Math.ceil(needed / stride) - 1,
  });
}

function windowsOf(options: DataSource["options"]): Windows {
  const length = Number(options.length);
  return { length, stride: options.stride === null ? length : Number(options.stride) };
}

/** Code points: a character outside the basic plane is one, though it takes two units of a JavaScript string. */
function decode({ name, bytes }: DataFile): Outcome<Int32Array> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return failure(diagnose("text-not-utf8", { name }, null));
  }
  const codes = new Int32Array(text.length);
  let count = 0;
  for (const character of text) codes[count++] = character.codePointAt(0)!;
  return success(codes.subarray(0, count));
}

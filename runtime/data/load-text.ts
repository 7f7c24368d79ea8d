import type { DataSource } from "../../compiler/ir/model.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { failure, type Outcome, success } from "../diagnostics/outcome.ts";
import type { DataFiles } from "./data-files.ts";
import type { RawSource, RawText } from "./raw-source.ts";
import { type DataFile, LARGEST_FILE, readDataFile } from "./read-data-file.ts";
import { type Windows, windowsOf } from "./windows.ts";

/** Reads a text as windows of code points, each with the one that follows its last. */
export async function loadText(
  files: DataFiles,
  path: string,
  source: Pick<DataSource, "options">,
): Promise<Outcome<RawSource>> {
  const text = await readText(files, path);
  if (text.value === null) return text;
  const { name, codes } = text.value;
  const { length, stride } = windowsOf(source);
  const [found, needed] = [codes.length, length + 1];
  if (found < needed) return failure(diagnose("text-too-short", { name, found, needed }, null));
  const main = cut(text.value, Math.floor((found - needed) / stride) + 1, { length, stride });
  // Window i and a later window j have characters in common while (j - i) * stride < needed.
  return main.value === null
    ? main
    : success({ main: main.value, test: null, reach: Math.ceil(needed / stride) - 1 });
}

/** Reads a text that is to be gone on with: every character is in a window, the last one in the last window. */
export async function loadNewText(
  files: DataFiles,
  path: string,
  source: Pick<DataSource, "options">,
): Promise<Outcome<RawSource>> {
  const text = await readText(files, path);
  if (text.value === null) return text;
  const { name, codes } = text.value;
  if (codes.length === 0) return failure(diagnose("text-too-short", { name, found: 0, needed: 1 }, null));
  const { length, ...windows } = windowsOf(source);
  // Windows that leave characters out between them are for training.
  const stride = Math.min(windows.stride, length);
  const count = Math.max(0, Math.ceil((codes.length - length) / stride)) + 1;
  const main = cut(text.value, count, { length, stride });
  return main.value === null ? main : success({ main: main.value, test: null });
}

function cut({ name, codes }: Text, count: number, { length, stride }: Windows): Outcome<RawText> {
  if (count * length <= LARGEST_FILE) return success({ kind: "text", name, count, codes, length, stride });
  return failure(diagnose("text-windows-too-large", { name, count, length, stride }, null));
}

interface Text {
  readonly name: string;
  readonly codes: Int32Array;
}

async function readText(files: DataFiles, path: string): Promise<Outcome<Text>> {
  const file = await readDataFile(files, path);
  if (file.value === null) return file;
  const codes = decode(file.value);
  return codes.value === null ? codes : success({ name: file.value.name, codes: codes.value });
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

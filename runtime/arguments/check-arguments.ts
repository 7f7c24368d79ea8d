import type { CompileOptions } from "../compile.ts";
import { checkRecord } from "./check-record.ts";
import { wrongType } from "./wrong-type.ts";

/** By `typeof`; `object` is one with names, and no list. `threads` has a check of its own. */
const types: {
  readonly [K in Exclude<keyof CompileOptions, "threads">]-?: "string" | "function" | "object";
} = {
  file: "string",
  read: "function",
  files: "object",
  memory: "object",
  train: "string",
  set: "object",
  run: "object",
  backend: "string",
  wasmPaths: "string",
};

/**
 * Holds the arguments of `compile` and `check` against what callers without types may give.
 *
 * @throws TypeError for a source that is no text and no document, such as a path or bytes, for options that are no object,
 *   and for an option of another type
 */
export function checkArguments(method: string, source: unknown, options: CompileOptions): void {
  checkSourceArgument(method, source);
  checkRecord(method, "its options as an object", options);
  for (const [name, value] of Object.entries(options)) {
    const wanted = Object.hasOwn(types, name) ? types[name as keyof typeof types] : undefined;
    if (value === undefined || wanted === undefined) continue;
    const takes = `${withWanted[wanted]} as \`${name}\``;
    if (wanted === "object") checkRecord(method, takes, value);
    else if (typeof value !== wanted) throw wrongType(method, takes, value);
  }
}

const withWanted = { string: "a text", function: "a function", object: "an object" } as const;

function checkSourceArgument(method: string, source: unknown): void {
  if (typeof source === "string") {
    const path = /^.*\.(regnet|json)$/.exec(source.trim())?.[0];
    if (path === undefined) return;
    throw new TypeError(
      `${method} takes the text of a spec, and \`${path}\` is a path: read the file first, \`await readFile(path, "utf8")\``,
    );
  }
  checkRecord(method, "the text of a spec, or a model document", source, {
    Uint8Array: 'read the file as text, `await readFile(path, "utf8")`',
    Promise: "`await` it first",
  });
}

import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { CompileOptions } from "../compile.ts";
import { diagnose } from "../diagnostics/diagnose.ts";

type Names<T> = { readonly [K in keyof Required<T>]: true };

const options: Names<CompileOptions> = {
  file: true,
  read: true,
  files: true,
  memory: true,
  train: true,
  set: true,
  run: true,
  backend: true,
  threads: true,
  wasmPaths: true,
};

const settings: Names<NonNullable<CompileOptions["run"]>> = { epochs: true, batch: true, seed: true };

/** Names that mean nothing among the options of `compile`: callers in JavaScript have no types to tell them. */
export function checkOptions(given: CompileOptions): readonly Diagnostic[] {
  const run = checkNames("run", given.run ?? {}, Object.keys(settings));
  return [...checkNames("compile", given, Object.keys(options), { run: Object.keys(settings) }), ...run];
}

/**
 * Names in a record that nothing reads.
 *
 * @param owner what the record is, for messages
 * @param within names that are known further inside, by the name that they stand under
 */
export function checkNames(
  owner: string,
  given: object,
  known: readonly string[],
  within: Readonly<Record<string, readonly string[]>> = {},
): readonly Diagnostic[] {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const inside = Object.keys(within).find((outer) => within[outer]!.includes(name));
    return diagnose("unknown-setting", { owner, name, known, inside }, null);
  });
}

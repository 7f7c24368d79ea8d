import type { Expression } from "../../grammar/syntax.ts";
import type { Bound, FileScope } from "./bind-names.ts";
import type { Constant } from "./constant.ts";

/** What names mean to an expression: those of its network, block or policy first, then those of its file. */
export interface Scope {
  readonly file: FileScope;
  /** Parameters with their values; undefined where a value is in error and was reported. */
  readonly locals: ReadonlyMap<string, Constant | undefined>;
  /** What networks add: names of tensors and layers, which are no constants. */
  readonly tensors?: { readonly has: (name: string) => boolean };
}

export function fileScope(file: FileScope): Scope {
  return { file, locals: new Map() };
}

export function lookup(scope: Scope, name: string): Bound | undefined {
  return scope.file.names.get(name);
}

/** A path of one name, which is how words, names of constants and names of tensors are all written. */
export function wordOf(expression: Expression): string | undefined {
  return expression.kind === "path" && expression.parts.length === 1 ? expression.parts[0]!.text : undefined;
}

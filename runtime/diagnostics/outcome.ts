import type { Diagnostic } from "../../grammar/diagnostic.ts";

/** What came of something that a user's mistake can spoil: `value` is null exactly when an error is reported. */
export type Outcome<T> =
  | { readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly value: null; readonly diagnostics: readonly Diagnostic[] };

export function success<T>(value: T, warnings: readonly Diagnostic[] = []): Outcome<T> {
  return { value, diagnostics: warnings };
}

export function failure(...diagnostics: readonly Diagnostic[]): Outcome<never> {
  return { value: null, diagnostics };
}

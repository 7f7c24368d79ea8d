import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { LoadedSpec } from "./load-spec.ts";

/** In the order of the text, the root file first; what every copy of a block repeats is said once. */
export function tidy(spec: LoadedSpec, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = [spec.root, ...spec.files.keys()];
  const seen = new Set<string>();
  const once = diagnostics.filter(({ code, message, span }) => {
    const key = `${code} ${span?.file} ${span?.start} ${span?.end} ${message}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  const place = ({ span }: Diagnostic) => (span === null ? -1 : files.indexOf(span.file));
  return once.toSorted((a, b) => place(a) - place(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

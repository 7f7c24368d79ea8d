import { loadRegnetNode } from "../regnet/package.ts";
import type { SubjectModule } from "../subject.ts";

/** The same in a process whose engine joins vectors; fails where it does not. */
export function widened(prepare: SubjectModule["prepare"]): SubjectModule["prepare"] {
  return async (fixture, settings) => {
    const { enableWideVectors } = await loadRegnetNode();
    const { enabled, diagnostics } = enableWideVectors();
    if (!enabled) throw new Error(diagnostics[0]?.message);
    return prepare(fixture, settings);
  };
}

import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Fingerprint } from "../data/fingerprint.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { RunIdentity } from "./checkpoint.ts";

/** What to say where a trained network is scored on other data than it was trained on; null: it is the same. */
export function remarkOnData(
  path: string,
  { data: before }: RunIdentity,
  now: Fingerprint,
): Diagnostic | null {
  if (before === undefined || before.sha256 === now.sha256) return null;
  return diagnose("data-changed", { path, before: before.examples, now: now.examples }, null);
}

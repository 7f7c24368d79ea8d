import type { BackendName } from "../compiler/plan/backend-name.ts";
import { diagnoseBackend } from "../runtime/backends/messages.ts";
import { enableWideVectors } from "../runtime/node/enable-wide-vectors.ts";
import { report } from "./report.ts";

/** For `--wide-vectors`, before a backend is opened; warns where there are none. */
export function widenVectors(isAskedFor: boolean | undefined, backend: BackendName): void {
  if (isAskedFor !== true) return;
  const reason = `only the backend wasm has them, and this is ${backend}`;
  const hint = "leave `--wide-vectors` or `--backend` out";
  const elsewhere = [diagnoseBackend("wide-vectors-unavailable", { reason, hint }, null)];
  report(backend === "wasm" ? enableWideVectors().diagnostics : elsewhere, new Map());
}

import { setFlagsFromString } from "node:v8";
import { enableWideVectors } from "../../runtime/node/enable-wide-vectors.ts";

/** What the tests then compile has its vectors joined, where the machine can, from a function's second call on. */
if (enableWideVectors().enabled)
  for (const flag of ["--wasm-tiering-budget=1", "--wasm-sync-tier-up"]) setFlagsFromString(flag);

import { setFlagsFromString } from "node:v8";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { diagnoseBackend } from "../backends/messages.ts";
import { gainOfWideTile } from "../wasm/time-tiles.ts";
import { joinsVectors, setJoinsVectors } from "../wasm/wide-vectors.ts";

export interface WideVectors {
  readonly enabled: boolean;
  /** Why not: one warning, or none. */
  readonly diagnostics: readonly Diagnostic[];
}

/** V8's pass, and how Node says that it was built with it: a V8 without it would complain of the flag on the console. */
const FLAG = "experimental-wasm-revectorize";
const BUILT_WITH = "v8_enable_wasm_simd256_revec";
/** That of Node 24. The pass of the one before (12.4) is another, which finds little. */
const LEAST_V8 = 13;
/** Below it is noise: 2 where vectors are joined. */
const LEAST_GAIN = 1.3;

/**
 * Lets models that are compiled from now on use vectors of 256 bits on the backend wasm, twice those of WebAssembly. A
 * step then takes about two thirds of the time; the numbers are the same, bit by bit.
 *
 * It turns an experimental pass of V8 on, for all WebAssembly of this process, finds out within some tens of milliseconds
 * whether that gains anything here, and turns it off again where it does not: x64 with AVX2 is needed, and Node 24
 * or newer.
 */
export function enableWideVectors(): WideVectors {
  if (joinsVectors()) return { enabled: true, diagnostics: [] };
  const variables = new Map<string, unknown>(Object.entries(process.config.variables));
  if (variables.get(BUILT_WITH) !== 1 || Number.parseInt(process.versions.v8, 10) < LEAST_V8)
    return refusal(`Node ${process.versions.node} has none`);
  setFlagsFromString(`--${FLAG}`);
  const gain = gainOfWideTile();
  if (gain < LEAST_GAIN) {
    setFlagsFromString(`--no-${FLAG}`);
    return refusal(`they gain nothing here (${gain.toFixed(1)} times the rate)`);
  }
  setJoinsVectors(true);
  return { enabled: true, diagnostics: [] };
}

function refusal(reason: string): WideVectors {
  return { enabled: false, diagnostics: [diagnoseBackend("wide-vectors-unavailable", { reason }, null)] };
}

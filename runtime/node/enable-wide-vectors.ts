import { setFlagsFromString } from "node:v8";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";
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
/**
 * Measured: 1.8 where vectors are joined, 0.7 where they are not, and 1.4 where the tile that it is held against has its
 * vectors joined as well, since Node was started with the flag.
 */
const LEAST_GAIN = 1.2;

/** Tells workers that are started later that they are on: beside work, a second measurement may miss what it gains. */
const KNOWN = "regnet: wide vectors";

/** Found out once. */
let refused: WideVectors | null = null;

/**
 * Lets models that this thread compiles from now on use vectors of 256 bits on the backend wasm, twice those of
 * WebAssembly. A step then takes about two thirds of the time; the numbers are the same, bit for bit.
 *
 * It turns an experimental pass of V8 on, for the whole process, finds out within some tens of milliseconds whether that
 * gains anything here, and turns it off again where it does not: x64 with AVX2 is needed, and Node 24 or newer.
 */
export function enableWideVectors(): WideVectors {
  if (getEnvironmentData(KNOWN) === true) setJoinsVectors(true);
  if (joinsVectors()) return { enabled: true, diagnostics: [] };
  refused ??= tryWideVectors();
  return refused ?? { enabled: true, diagnostics: [] };
}

/** Null when they are on. */
function tryWideVectors(): WideVectors | null {
  const variables = new Map<string, unknown>(Object.entries(process.config.variables));
  if (variables.get(BUILT_WITH) !== 1 || Number.parseInt(process.versions.v8, 10) < LEAST_V8)
    return refusal(`Node ${process.versions.node} has none`);
  // The flag is the process': what its user or another thread turned on stays on.
  const mayTurnOff = isMainThread && !process.execArgv.includes(`--${FLAG}`);
  let gain: number | null = null;
  try {
    gain = gainOfWideTile(() => setFlagsFromString(`--${FLAG}`));
    setJoinsVectors(gain !== null && gain >= LEAST_GAIN);
  } finally {
    if (!joinsVectors() && mayTurnOff) setFlagsFromString(`--no-${FLAG}`);
  }
  if (joinsVectors()) {
    setEnvironmentData(KNOWN, true);
    return null;
  }
  return refusal(
    gain === null
      ? "V8 took too long to compile what is timed"
      : `they gain nothing here (${gain.toFixed(1)} times the rate)`,
  );
}

function refusal(reason: string): WideVectors {
  return { enabled: false, diagnostics: [diagnoseBackend("wide-vectors-unavailable", { reason }, null)] };
}

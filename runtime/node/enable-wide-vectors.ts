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

/** Disturbed measurements were seen, one in a hundred where other processes started. */
const TRIES = 3;

/** Found out once. */
let refused: WideVectors | null = null;

/**
 * Lets models that this thread compiles from now on use vectors of 256 bits on the backend wasm, twice those of
 * WebAssembly. A large step then takes 0.5 to 0.7 of the time; the numbers are the same, bit for bit.
 *
 * It turns an experimental pass of V8 on, for the whole process, finds out within some tens of milliseconds whether that
 * gains anything here, and turns it off again where it does not (a worker leaves it on, as another thread may use it):
 * x64 with AVX2 is needed, and Node 24 or newer. The first answer is the last.
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
  const isBuiltWith = process.arch === "x64" && variables.get(BUILT_WITH) === 1;
  if (!isBuiltWith || Number.parseInt(process.versions.v8, 10) < LEAST_V8)
    return refusal(
      `this Node (${process.versions.node}) has none`,
      "they come with Node 24 or newer, on x64",
    );
  if (typeof WebAssembly === "undefined")
    return refusal("this Node runs without WebAssembly", "start it without `--jitless`");
  let gain: number | null = null;
  for (let tries = 0; tries < TRIES; tries++) {
    gain = gainOfSwitch();
    if (!joinsVectors()) continue;
    setEnvironmentData(KNOWN, true);
    return null;
  }
  return gain === null
    ? refusal("V8 took too long to compile what is timed", "start the program again, on a less busy machine")
    : refusal(`with them a product is ${gain.toFixed(1)} times as fast`, "they take a processor with AVX2");
}

/** Turns the pass on, and off again where it gains too little. */
function gainOfSwitch(): number | null {
  // The flag is the process': what its user or another thread turned on stays on.
  const mayTurnOff = isMainThread && !process.execArgv.includes(`--${FLAG}`);
  try {
    const gain = gainOfWideTile(() => setFlagsFromString(`--${FLAG}`));
    setJoinsVectors(gain !== null && gain >= LEAST_GAIN);
    return gain;
  } finally {
    if (!joinsVectors() && mayTurnOff) setFlagsFromString(`--no-${FLAG}`);
  }
}

function refusal(reason: string, hint: string): WideVectors {
  return {
    enabled: false,
    diagnostics: [diagnoseBackend("wide-vectors-unavailable", { reason, hint }, null)],
  };
}

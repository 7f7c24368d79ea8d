import type { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { enableProdMode, findBackend, getBackend, ready, setBackend } from "@tensorflow/tfjs-core";
import { type BackendName, backendNames } from "../../compiler/plan/backend-name.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { withoutListeners } from "../wasm/without-listeners.ts";
import type { Backend } from "./backend.ts";
import { diagnoseBackend } from "./messages.ts";

export interface OpenOptions {
  /** Browsers: the URL of the folder that serves tfjs' .wasm files. */
  readonly wasmPaths?: string;
}

export type Opened =
  | { readonly backend: Backend; readonly diagnostics: readonly [] }
  | { readonly backend: null; readonly diagnostics: readonly Diagnostic[] };

/** How each backend is started; its package is loaded only here, so that bundles carry what they use. */
const openers: { readonly [K in BackendName]: (options: OpenOptions) => Promise<Backend> } = {
  async wasm({ wasmPaths }) {
    await import("@tensorflow/tfjs-backend-wasm");
    const { prepareWasm, wasmBackend } = await import("../wasm/wasm-backend.ts");
    prepareWasm(wasmPaths);
    await withoutListeners(() => activate("wasm"));
    return wasmBackend(findBackend("wasm") as BackendWasm);
  },
  async cpu() {
    await import("@tensorflow/tfjs-backend-cpu");
    const { cpuTensors } = await import("../tfjs/cpu.ts");
    const { tensorBackend } = await import("../tfjs/tensor-session.ts");
    await activate("cpu");
    return tensorBackend(cpuTensors(findBackend("cpu") as MathBackendCPU));
  },
};

const opened = new Map<BackendName, Promise<Opened>>();

/**
 * Starts a backend of tfjs and makes sure that it runs. Several may be open at once. tfjs starts a backend once:
 * from the second time on the answer is the first one, whatever the options.
 */
export function openBackend(name: BackendName, options: OpenOptions = {}): Promise<Opened> {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const opening = open(name, options);
  opened.set(name, opening);
  return opening;
}

async function open(name: BackendName, options: OpenOptions): Promise<Opened> {
  // Without it tfjs advertises on the console and checks every number of every result.
  enableProdMode();
  try {
    // A caller in JavaScript may name anything.
    if (!Object.hasOwn(openers, name)) throw new Error(`the backends are ${backendNames.join(" and ")}`);
    return { backend: await openers[name](options), diagnostics: [] };
  } catch (error) {
    const slots = { backend: name, reason: reasonOf(error) };
    return { backend: null, diagnostics: [diagnoseBackend("backend-unavailable", slots, null)] };
  }
}

/** tfjs throws errors, and where its WebAssembly does not load, records that hold a message. */
function reasonOf(error: unknown): string {
  const message = error instanceof Object && "message" in error ? error.message : error;
  return String(message).replace(/\.$/, "");
}

/** `setBackend` answers false, or leaves another backend active, where it cannot start the one asked for. */
async function activate(name: BackendName): Promise<void> {
  const isSet = await setBackend(name);
  await ready();
  if (!isSet || getBackend() !== name) throw new Error(`TensorFlow.js runs on ${getBackend()} instead`);
}

import { detectTarget } from "../../runtime/wasm/detect-target.ts";
import { triadArrayBytes } from "../workloads/ceilings.ts";
import { CHAINS, multiplyAddModule, ROUND, triadModule } from "./loops.ts";

const SAMPLES = 7;
const PAGE = 2 ** 16;

/** GFLOP/s of 128-bit multiply-adds in registers: the best of some samples. */
export function measureMultiplyAdd(): number {
  const rounds = 2 ** 20;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((16 * CHAINS) / PAGE) });
  const { multiplyAdd } = instantiate(multiplyAddModule(detectTarget(false)), memory);
  const milliseconds = fastest(() => multiplyAdd!(rounds, 0));
  return (2 * 4 * ROUND * rounds) / milliseconds / 1e6;
}

/** Bytes read and written, in GB/s, by a triad over three arrays of together so many mebibytes. */
export function measureTriad(mebibytes: number): number {
  return (3 * triadArrayBytes(mebibytes)) / fastest(openTriad(mebibytes)) / 1e6;
}

/** What runs such a triad once. */
export function openTriad(mebibytes: number): () => void {
  const bytes = triadArrayBytes(mebibytes);
  const memory = new WebAssembly.Memory({ initial: (3 * bytes) / PAGE });
  new Float32Array(memory.buffer).fill(0.5);
  const { triad } = instantiate(triadModule(detectTarget(false)), memory);
  return () => triad!(0, bytes, 2 * bytes, bytes);
}

type Exports = Readonly<Record<string, (...numbers: number[]) => void>>;

function instantiate(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Exports {
  const module = new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
}

/** Milliseconds of the fastest sample, after one to warm up: others' work on the machine only ever adds. */
function fastest(work: () => void): number {
  work();
  const samples = Array.from({ length: SAMPLES }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...samples);
}

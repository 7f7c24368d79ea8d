import { f32x4 } from "./assembler/instructions.ts";
import { ModuleBuilder, type Target } from "./assembler/module-builder.ts";
import { joinsVectors } from "./wide-vectors.ts";

let relaxedSimd: boolean | undefined;

/** What this engine can do. Relaxed SIMD: Node 22, Chrome 114, Firefox 145 and newer. */
export function detectTarget(sharedMemory: boolean): Target {
  relaxedSimd ??= WebAssembly.validate(relaxedModule());
  return { relaxedSimd, wideVectors: joinsVectors(), sharedMemory };
}

function relaxedModule(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder({ relaxedSimd: true, wideVectors: false, sharedMemory: false });
  module.function("probe", ["v128"], (f, x) => f.set(x, f32x4.relaxedMadd(x, x, x)));
  return module.bytes();
}

import type { PrimitiveName } from "../../program/primitive-attributes.ts";
import type { InstructionOf } from "../../program/program.ts";
import type { BackendName } from "../backend-name.ts";
import type { BackendRules, Lowering } from "../lowering.ts";
import { cpuRules } from "./cpu.ts";
import { wasmRules } from "./wasm.ts";

const rulesOf: { readonly [K in BackendName]: BackendRules } = { wasm: wasmRules, cpu: cpuRules };

/** How a backend runs an instruction. */
export function lowerInstruction<K extends PrimitiveName>(
  backend: BackendName,
  instruction: InstructionOf<K>,
): Lowering {
  return rulesOf[backend][instruction.op](instruction);
}

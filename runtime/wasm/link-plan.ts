import type { HostCall, KernelAttributes, KernelName } from "../../compiler/plan/host-kernel.ts";
import { type ArenaLayout, layOutArena } from "../../compiler/plan/lay-out-arena.ts";
import type { TensorType } from "../../compiler/program/program.ts";
import { ModuleBuilder, type Target } from "./assembler/module-builder.ts";
import { emitKernel } from "./emit-kernel.ts";
import type { GuardedPlan } from "./guarded-plan.ts";
import { hostFunctions } from "./host-functions.ts";
import type { WasmKernel } from "./kernel.ts";
import { kernelKey } from "./kernel-key.ts";
import { wasmKernels } from "./kernels/index.ts";

/** One step's kernel, with the exports that do its phases. */
export interface LinkedStep {
  readonly step: number;
  readonly kernel: WasmKernel;
  readonly entries: readonly string[];
}

/** A plan as code, and where everything in it lies. */
export interface LinkedPlan {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Steps that compute something, in order. */
  readonly steps: readonly LinkedStep[];
  readonly layout: ArenaLayout;
  /** What each thread needs of its own. */
  readonly scratch: number;
}

/** Generates one module for all of a plan's kernels; calls of equal kernels at equal shapes share their code. */
export function linkPlan(plan: GuardedPlan, target: Target): LinkedPlan {
  const module = new ModuleBuilder(target, hostFunctions);
  const known = new Map<string, Omit<LinkedStep, "step">>();
  const steps = plan.steps.flatMap((step, index): LinkedStep[] => {
    if (step.call.via !== "host") return [];
    const types = {
      inputs: step.inputs.map((register) => plan.registers[register]!),
      outputs: step.outputs.map((register) => plan.registers[register]!),
    };
    return [{ step: index, ...linkCall(step.call, types, module, known) }];
  });
  const workspaces = plan.steps.map(() => 0);
  for (const { step, kernel } of steps) workspaces[step] = kernel.workspace ?? 0;
  return {
    bytes: module.bytes(),
    steps,
    layout: layOutArena(plan, workspaces),
    scratch: Math.max(0, ...new Set(steps.map(({ kernel }) => kernel.scratch ?? 0))),
  };
}

interface CallTypes {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
}

function linkCall(
  { kernel, attributes }: HostCall,
  types: CallTypes,
  module: ModuleBuilder,
  known: Map<string, Omit<LinkedStep, "step">>,
): Omit<LinkedStep, "step"> {
  return link(kernel, attributes as KernelAttributes[typeof kernel], types, module, known);
}

function link<K extends KernelName>(
  name: K,
  attributes: KernelAttributes[K],
  types: CallTypes,
  module: ModuleBuilder,
  known: Map<string, Omit<LinkedStep, "step">>,
): Omit<LinkedStep, "step"> {
  const request = { ...types, attributes, target: module.target };
  const key = kernelKey(name, request);
  const linked = known.get(key);
  if (linked !== undefined) return linked;
  const kernel = wasmKernels[name](request);
  const counts = { inputs: types.inputs.length, outputs: types.outputs.length };
  const made = { kernel, entries: emitKernel(module, key, kernel, counts) };
  known.set(key, made);
  return made;
}

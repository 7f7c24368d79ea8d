/** The compiler alone, without tfjs: from text to a checked model, to step programs, to plans. Runs anywhere. */
export { type CheckContext, type Checked, type Choices, check, collectData } from "./check/check.ts";
export { type LoadedSpec, loadSpec, type SpecHost } from "./check/load-spec.ts";
export type * from "./ir/model.ts";
export { parseModel } from "./ir/parse.ts";
export { serializeModel } from "./ir/serialize.ts";
export { validateModel } from "./ir/validate.ts";
export { type LoweredStep, lowerStep, type StepMode } from "./lower-step.ts";
export { optimize } from "./passes/optimize.ts";
export { pipeline } from "./passes/pipeline.ts";
export { type BackendName, backendNames } from "./plan/backend-name.ts";
export type { Plan } from "./plan/plan.ts";
export { printPlan } from "./plan/print-plan.ts";
export { interpret } from "./program/interpret.ts";
export { print as printProgram } from "./program/print.ts";
export type { Program } from "./program/program.ts";

import { check } from "../../compiler/check/check.ts";
import { loadSpec } from "../../compiler/check/load-spec.ts";
import { validateModel } from "../../compiler/ir/validate.ts";
import { type LoweredStep, lowerStep } from "../../compiler/lower-step.ts";
import { largeSpecFields } from "./large-spec.ts";

/** The whole road of a compilation: parse, check, validate, synthesize the train step, optimize, plan for wasm. */
export async function sourceToPlan(text: string): Promise<LoweredStep> {
  const spec = await loadSpec("large.regnet", { read: () => text });
  const { model, diagnostics } = check(spec, { fieldTypes: () => largeSpecFields });
  const valid = model === null ? { model, diagnostics } : validateModel(model);
  if (valid.model === null) throw new Error(valid.diagnostics.map(({ message }) => message).join("\n"));
  return lowerStep(valid.model, "train", valid.model.run.batch, "wasm");
}

import type { Model, Parameter } from "../ir/model.ts";
import { effectsOf } from "../synthesize/effects.ts";
import type { AppliedExplanation, ScaleInvariance } from "./explanation.ts";

/**
 * Whether everything that reads this kernel's result normalizes it, so that f(aW) = f(W): then decay on it cannot
 * change the function, only the effective learning rate η/‖W‖² (F-15, L-05).
 */
export function findScaleInvariance(
  model: Model,
  { id, role }: Parameter,
  policy: readonly AppliedExplanation[],
): ScaleInvariance | null {
  if (role !== "kernel") return null;
  const users = model.network.nodes.filter(({ parameters }) => Object.values(parameters).includes(id));
  const norms = users.map((user) => normBehind(model, user.id));
  const [norm] = norms;
  if (norm === undefined || norm === null || norms.includes(null)) return null;
  return { norm, rotation: rotationOf(policy) };
}

/** Null also under momentum, for which the formula is not derived. */
function rotationOf(policy: readonly AppliedExplanation[]): number | null {
  let share = 0;
  for (const { strength } of policy) {
    if (strength?.kind !== "steady") continue;
    if (strength.approximate) return null;
    share += strength.share;
  }
  return share > 0 ? Math.sqrt(2 * share) : null;
}

/** The normalization that reads this value, when nothing else does. */
function normBehind({ network, sites }: Model, value: string): string | null {
  const isOutput = network.outputs.some((output) => output.value === value);
  const isPenalised = effectsOf(sites, "activity-penalty").some(
    ({ applied: { at } }) => at.site === "activation" && at.value === value,
  );
  if (isOutput || isPenalised) return null;
  const normalizing = new Set(network.parameters.filter(({ role }) => role === "norm").map(({ id }) => id));
  const readers = network.nodes.filter(({ inputs }) => inputs.includes(value));
  const all = readers.every(({ parameters }) => Object.values(parameters).some((id) => normalizing.has(id)));
  return all ? (readers[0]?.id ?? null) : null;
}

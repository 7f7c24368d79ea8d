import { isAffine } from "../ir/is-affine.ts";
import type { Node, Parameter, Role } from "../ir/model.ts";
import { effectsOf } from "../synthesize/effects.ts";
import type { AppliedExplanation, ScaleInvariance } from "./explanation.ts";
import type { ModelIndex } from "./model-index.ts";

/**
 * Whether everything that reads this kernel's result normalizes it, so that f(aW) = f(W): then decay on it cannot
 * change the function, only the effective learning rate η/‖W‖² (F-15, L-05).
 */
export function findScaleInvariance(
  index: ModelIndex,
  { id, role }: Parameter,
  policy: readonly AppliedExplanation[],
): ScaleInvariance | null {
  if (role !== "kernel") return null;
  const norms = index.users(id).map((user) => normBehind(index, user));
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

/** The normalization that reads what this node gives, when nothing else does and the kernel scales all of it. */
function normBehind(index: ModelIndex, { id: value, parameters }: Node): string | null {
  const { model, readers, sitesAfter } = index;
  const roles = rolesOf(index, parameters);
  if (!isAffine(roles)) return null;
  const isOutput = model.network.outputs.some((output) => output.value === value);
  const isPenalised = effectsOf(sitesAfter(value), "activity-penalty").length > 0;
  if (isOutput || isPenalised) return null;
  const found = readers(value);
  // The mean over the batch takes a bias away (F-17), the mean over a row does not: a layer norm sees it unscaled.
  const needed: Role = roles.includes("bias") ? "statistic" : "norm";
  const all = found.every((reader) => rolesOf(index, reader.parameters).includes(needed));
  return all ? (found[0]?.id ?? null) : null;
}

function rolesOf({ parameter }: ModelIndex, slots: Node["parameters"]): readonly Role[] {
  return Object.values(slots).flatMap((id) => parameter(id)?.role ?? []);
}

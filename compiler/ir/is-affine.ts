import type { Role } from "./model.ts";

/**
 * Whether a layer with trainable parameters of these roles is a kernel times its input, plus a bias if it has one.
 * Layers of several kernels (attention) or with a recurrence scale otherwise than their kernels do.
 */
export function isAffine(roles: readonly Role[]): boolean {
  return (
    roles.filter((role) => role === "kernel").length === 1 &&
    roles.every((role) => role === "kernel" || role === "bias")
  );
}
